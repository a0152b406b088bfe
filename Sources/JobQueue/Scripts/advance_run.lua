#!lua flags=allow-oom
-- ARGV 1 run, 2 begin (3: sweep or ''), close, cancel (3: reason), fail (3: reason)
-- Returns {state after it}, {} when there is no such run

local run, step, value = ARGV[1], ARGV[2], ARGV[3]
local key = BASE .. 'run:' .. run
local state = redis.call('HGET', key, 'state')
if not state then return {} end
-- A place among the sweeps side by side; without one, repeats in its listings may be counted again.
local function join_sweeps(number)
  local free = { ['0'] = true, ['1'] = true, ['2'] = true }
  for _, sweep in ipairs(sweeps_under_way()) do
    if sweep.run == run then
      free = { [sweep.place] = true }
      break
    end
    if is_active(redis.call('HGET', BASE .. 'run:' .. sweep.run, 'state')) then free[sweep.place] = nil end
  end
  local place = next(free)
  if place then redis.call('HSET', BASE .. 'sweeps', place, string.format('%d|%s', number, run)) end
  -- Two that begin at once may have set it in the other order.
  if is_after(number, sweep_number()) then redis.call('HSET', META, 'sweep', string.format('%d', number)) end
end

if is_active(state) then
  if step == 'begin' then
    if value ~= '' then
      redis.call('HSET', key, 'sweep', value)
      join_sweeps(tonumber(value))
    end
    if state == 'pending' then
      redis.call('HSET', key, 'state', 'enumerating')
      if redis.call('HSETNX', key, 'started', NOW) == 1 then event('type', 'run.started', 'run', run, 'at', NOW) end
    end
  elseif step == 'close' and state == 'enumerating' then
    -- One that is to be read again is closed by whoever reads it, not by who did before.
    redis.call('HSET', key, 'closed', '1', 'state', 'processing')
    finish_if_done(run)
  elseif step == 'cancel' or step == 'fail' then
    terminate(run, step == 'cancel' and 'cancelled' or 'failed', 'reason', value)
  end
end
return { redis.call('HGET', key, 'state') }
