#!lua flags=allow-oom
-- The right to coordinate: fence|holder, with a time to live.
--
-- KEYS 1 leader
-- ARGV 1 acquire, renew or release, 2 holder, 3 duration in ms
-- Returns acquire: the fence, or nil when another holds it; renew, release: 1, or 0 when it is not ours

local current = redis.call('GET', KEYS[1])
local fence, holder
if current then fence, holder = string.match(current, '^(%d+)|(.*)$') end
if holder == ARGV[2] then
  if ARGV[1] == 'release' then
    redis.call('DEL', KEYS[1])
    return 1
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return ARGV[1] == 'acquire' and fence or 1
end
if ARGV[1] ~= 'acquire' then return 0 end
if holder then return nil end
-- Nobody, or something unreadable. The clock grows from leader to leader.
local t = redis.call('TIME')
fence = string.format('%.0f', t[1] * 1000000 + t[2])
redis.call('SET', KEYS[1], fence .. '|' .. ARGV[2], 'PX', ARGV[3])
return fence
