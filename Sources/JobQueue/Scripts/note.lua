#!lua flags=allow-oom
-- Notes on a run, written only while its hash exists.
--
-- ARGV 1 run or '', 2 count (3… field, number), error (3: object|stage|code|message), cursor (3: field, 4: value or ''),
--      warn (3: object, 4: code, 5: message)
-- Returns {1}, {0} when there is no such run

local run, kind = ARGV[1], ARGV[2]
local key = BASE .. 'run:' .. run
local exists = redis.call('EXISTS', key) == 1
if kind == 'warn' then
  redis.call('XADD', WARN, 'MAXLEN', '~', 1000, '*', 'run', run, 'object', ARGV[3], 'code', ARGV[4], 'message', ARGV[5])
end
if not exists then return { 0 } end
if kind == 'warn' then
  redis.call('HINCRBY', key, 'warnings', 1)
elseif kind == 'count' then
  for i = 3, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
elseif kind == 'error' then
  redis.call('HINCRBY', key, 'errors', 1)
  sample_error(run, ARGV[3])
elseif kind == 'cursor' then
  if ARGV[4] == '' then
    redis.call('HDEL', key, 'cur:' .. ARGV[3])
  else
    redis.call('HSET', key, 'cur:' .. ARGV[3], ARGV[4])
  end
end
return { 1 }
