#!lua flags=allow-oom
-- ARGV 1 run, 2 begin (3: sweep or ''), close, cancel (3: reason), fail (3: reason)
-- Returns {state after it}, {} when there is no such run

local run, step, value = ARGV[1], ARGV[2], ARGV[3]
local key = BASE .. 'run:' .. run
local state = redis.call('HGET', key, 'state')
if not state then return {} end
if is_active(state) then
  if step == 'begin' then
    if value ~= '' then redis.call('HSET', key, 'sweep', value) end
    if state == 'pending' then
      redis.call('HSET', key, 'state', 'enumerating', 'started', NOW)
      event('type', 'run.started', 'run', run, 'at', NOW)
    end
  elseif step == 'close' then
    redis.call('HSETNX', key, 'started', NOW)
    redis.call('HSET', key, 'closed', '1', 'state', 'processing')
    finish_if_done(run)
  elseif step == 'cancel' or step == 'fail' then
    local final = step == 'cancel' and 'cancelled' or 'failed'
    redis.call('HSET', key, 'state', final, 'finished', NOW, 'reason', value)
    event('type', 'run.finished', 'run', run, 'state', final, 'at', NOW)
  end
end
return { redis.call('HGET', key, 'state') }
