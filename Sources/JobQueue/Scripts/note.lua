#!lua flags=allow-oom
-- Notes on a run, written only while its hash exists.
--
-- ARGV 1 run or '', 2 count (3… field, number), error (3: object|stage|code|message), cursor (3: field, 4: value or ''),
--      progress (an event), warn (3… run or '', object, code, message)
-- Returns {1}, {0} when there is no such run

local run, kind = ARGV[1], ARGV[2]
if kind == 'warn' then
  for i = 3, #ARGV, 4 do
    redis.call('XADD', WARN, 'MAXLEN', '~', 1000, '*', 'run', ARGV[i], 'object', ARGV[i + 1], 'code', ARGV[i + 2],
      'message', ARGV[i + 3])
    if ARGV[i] ~= '' then run_count(ARGV[i], 'warnings', 1) end
  end
  flush()
  return { 1 }
end

local key = BASE .. 'run:' .. run
if redis.call('EXISTS', key) == 0 then return { 0 } end
if kind == 'count' then
  for i = 3, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
elseif kind == 'error' then
  redis.call('HINCRBY', key, 'errors', 1)
  sample_error(run, ARGV[3])
elseif kind == 'progress' then
  if is_active(redis.call('HGET', key, 'state')) then tell_run('run.progress', run) end
elseif kind == 'cursor' then
  if ARGV[4] == '' then
    redis.call('HDEL', key, 'cur:' .. ARGV[3])
  else
    redis.call('HSET', key, 'cur:' .. ARGV[3], ARGV[4])
  end
end
return { 1 }
