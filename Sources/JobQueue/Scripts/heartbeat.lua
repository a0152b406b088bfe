#!lua flags=allow-oom
-- Extends leases, never one that is gone, never past its deadline.
--
-- ARGV 1 extension in ms, 2 number of fences, then the fences, then run ids
-- Returns {{lost fences}, {cancelled runs}}

local fences = tonumber(ARGV[2])
local lost, cancelled = {}, {}
for i = 3, 2 + fences do
  local fence = ARGV[i]
  local deadline = tonumber(string.match(redis.call('GETRANGE', BASE .. 'b:' .. fence, 0, 200), '^%d+|[^|]*|%d+|(%d+)|'))
  local expiry = tonumber(redis.call('ZSCORE', LEASES, fence))
  if not deadline or not expiry or expiry <= NOW then
    lost[#lost + 1] = fence
  else
    redis.call('ZADD', LEASES, 'XX', 'GT', string.format('%.0f', math.min(NOW + tonumber(ARGV[1]), deadline)), fence)
  end
end
for i = 3 + fences, #ARGV do
  if redis.call('HGET', BASE .. 'run:' .. ARGV[i], 'state') == 'cancelled' then cancelled[#cancelled + 1] = ARGV[i] end
end
return { lost, cancelled }
