#!lua flags=allow-oom
-- Dead letters become jobs again, or are forgotten: some by id, or those of one page of the hash that fit.
--
-- ARGV 1 replay or drop, 2 lane for replay, 3 author, 4 reason or '', 5 space or '', 6 cursor or '' (then ids follow: 7…)
-- Returns {next cursor or '', ids that were dead…}

local operation, lane, author = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local next_cursor, found = '', {}
if ARGV[6] == '' then
  for i = 7, #ARGV do
    local record = redis.call('HGET', DEAD, ARGV[i])
    if record then found[#found + 1], found[#found + 2] = ARGV[i], record end
  end
else
  local page = redis.call('HSCAN', DEAD, ARGV[6], 'COUNT', 100)
  next_cursor = page[1]
  -- A small hash comes whole; a larger one in pages of about a hundred.
  found = page[2]
end

local done = { next_cursor }
for i = 1, #found, 2 do
  local id, record = found[i], found[i + 1]
  local want, group, flags, runs, reason = string.match(record,
    '^1|(%d+)|[^|]*|([^|]*)|([^|]*)|([^|]*)|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)|')
  if (ARGV[4] == '' or ARGV[4] == (reason or 'corrupt')) and (ARGV[5] == '' or ARGV[5] == (group or '')) then
    done[#done + 1] = id
    -- Of an unreadable one nothing is known; the next listing brings it back.
    if operation == 'replay' and want and group ~= '' and redis.call('HEXISTS', JOBS, id) == 0 then
      runs = back_from_dead(runs)
      -- Whoever asked wants it done, whatever becomes of its runs.
      if runs ~= '' then flags = without(flags, 'k') .. 'k' end
      make_ready(id, { lane = lane, want = math.min(tonumber(want), 4294967295), attempts = 0, deaths = 0, throttles = 0,
        runs = runs, group = group, since = string.format('%.0f', NOW), flags = flags, err = '' }, false)
    end
    exhume(id, record)
    event('type', 'job.' .. (operation == 'replay' and 'replayed' or 'dropped'), 'job', id, 'author', author, 'at', NOW)
  end
end
flush()
return done
