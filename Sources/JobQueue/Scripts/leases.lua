#!lua flags=allow-oom
-- Who holds what, the first to expire first.
--
-- ARGV 1 first, 2 how many
-- Returns fence, expiry in ms, batch, fence, …; the batch is cut after 200 bytes

local reply = {}
local first, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local held = redis.call('ZRANGE', LEASES, first, first + most - 1, 'WITHSCORES')
for i = 1, #held, 2 do
  reply[#reply + 1], reply[#reply + 2] = held[i], held[i + 1]
  reply[#reply + 1] = redis.call('GETRANGE', BASE .. 'b:' .. held[i], 0, 199)
end
return reply
