#!lua flags=allow-oom
-- Dead letters become jobs again, or are forgotten.
--
-- ARGV 1 replay or drop, 2 lane for replay, 3… job ids
-- Returns the ids that were dead

local done = {}
for i = 3, #ARGV do
  local id = ARGV[i]
  local record = redis.call('HGET', DEAD, id)
  if record then
    redis.call('HDEL', DEAD, id)
    count('dead', -1)
    done[#done + 1] = id
    local want, group, flags = string.match(record, '^1|(%d+)|[^|]*|([^|]*)|([^|]*)|')
    if ARGV[1] == 'replay' and want and redis.call('HEXISTS', JOBS, id) == 0 then
      make_ready(id, { lane = tonumber(ARGV[2]), want = tonumber(want), attempts = 0, deaths = 0, throttles = 0,
        runs = '', group = group, since = string.format('%.0f', NOW), flags = flags, err = '' }, false)
    end
    event('type', 'job.' .. (ARGV[1] == 'replay' and 'replayed' or 'dropped'), 'job', id, 'at', NOW)
  end
end
flush()
return done
