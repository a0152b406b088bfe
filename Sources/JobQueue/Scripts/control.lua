#!lua flags=allow-oom
-- ARGV 1 pause (2: reason), resume, drain (2: '1' or '0'), wait (2: ms)
-- Returns {}

local operation, value = ARGV[1], ARGV[2]
if operation == 'pause' then
  redis.call('HSET', CTL, 'paused', '1', 'reason', value, 'since', NOW)
  event('type', 'connector.paused', 'reason', value, 'at', NOW)
elseif operation == 'resume' then
  local was = redis.call('HDEL', CTL, 'paused', 'reason', 'since', 'pausedUntil')
  if was > 0 then event('type', 'connector.resumed', 'at', NOW) end
elseif operation == 'drain' then
  if value == '1' then redis.call('HSET', CTL, 'drain', '1') else redis.call('HDEL', CTL, 'drain') end
elseif operation == 'wait' then
  local until_ms = NOW + (tonumber(value) or 0)
  local current = tonumber(redis.call('HGET', CTL, 'pausedUntil') or '0') or 0
  if until_ms > current then redis.call('HSET', CTL, 'pausedUntil', string.format('%.0f', until_ms)) end
end
return {}
