#!lua flags=allow-oom
-- What an operator decides. Each change leaves an event.
--
-- ARGV 1 pause or drain (2: space or '', 3: reason, 4: author, 5: ms until it ends by itself or ''),
--      resume or undrain (2: space or '', 4: author), wait (3: reason, 5: ms)
-- Returns {'ok'}, {'full'} when too many spaces are held

local operation, space, reason, author, ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local MOST_SPACES = 500
local SAID = { pause = 'paused', resume = 'resumed', drain = 'draining', undrain = 'undrained' }
local function tell()
  event('type', 'connector.' .. SAID[operation], 'space', space, 'reason', reason, 'author', author, 'at', NOW)
end
-- The others need not look for spaces while there are none.
local function note_scoped(by)
  if redis.call('HINCRBY', CTL, 'scoped', by) <= 0 then redis.call('HDEL', CTL, 'scoped') end
end

if operation == 'pause' or operation == 'drain' then
  local field = operation .. ':' .. space
  if space ~= '' and redis.call('HEXISTS', CTL, field) == 0 then
    if (tonumber(redis.call('HGET', CTL, 'scoped')) or 0) >= MOST_SPACES then return { 'full' } end
    note_scoped(1)
  end
  local ends = ms and string.format('%.0f', NOW + ms) or ''
  redis.call('HSET', CTL, field, string.format('%s|%.0f|%s|%s', ends, NOW, author, reason))
  tell()
elseif operation == 'resume' or operation == 'undrain' then
  local was = redis.call('HDEL', CTL, (operation == 'resume' and 'pause:' or 'drain:') .. space)
  if was == 1 and space ~= '' then note_scoped(-1) end
  if operation == 'resume' and space == '' then
    was = was + redis.call('HDEL', CTL, 'pausedUntil', 'waitReason', 'failures', 'trips', 'openUntil')
  end
  if was > 0 then tell() end
elseif operation == 'wait' then
  wait_until(NOW + (ms or 0), reason)
end
return { 'ok' }
