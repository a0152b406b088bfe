#!lua flags=allow-oom
-- Who is alive. A worker that said nothing for a minute is forgotten.
--
-- KEYS 1 workers
-- ARGV 1 seen, left or list, 2 worker
-- Returns seen, left: 1; list: {worker, last seen in ms, …}

local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if ARGV[1] == 'seen' then
  redis.call('ZADD', KEYS[1], now, ARGV[2])
elseif ARGV[1] == 'left' then
  redis.call('ZREM', KEYS[1], ARGV[2])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - 60000)
if ARGV[1] == 'list' then return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES') end
return 1
