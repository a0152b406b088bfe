#!lua flags=allow-oom
-- Hands entries of a stream to a reader of a group. What is too long is not: it is told, and shown in part.
--
-- KEYS 1 stream
-- ARGV 1 group, 2 reader, 3 most entries, 4 most bytes of an entry,
--      5 new, 6 idle time in ms, 7 place: what others have left lying so long, from that place on, and what is new, which
--      has half of the room at least
--      5 left, 6 place: what the reader itself holds, after that place
-- Returns {place to go on from, {id, bytes, {field, value, …}}, {id, -1} of an entry that was deleted, …}

local stream, group, reader, most, limit = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local SHOWN, SHOWN_NAME, SHOWN_VALUE = 64, 64, 1024

-- From the beginning: what was written while there was no group is to be read too.
local function reading(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    if not string.find(answer.err, 'NOGROUP', 1, true) then return answer end
    redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
    answer = redis.call(...)
  end
  return answer
end

local reply = {}
local function add(entries)
  for _, entry in ipairs(entries or {}) do
    -- Deleted entries come as nil before Redis 7.
    local fields, bytes = entry and entry[2], 0
    if not fields then
      if entry then reply[#reply + 1] = { entry[1], -1 } end
    else
      for _, part in ipairs(fields) do bytes = bytes + #part end
      if bytes > limit then
        local shown = {}
        for i = 1, math.min(#fields, 2 * SHOWN), 2 do
          shown[i], shown[i + 1] = string.sub(fields[i], 1, SHOWN_NAME), string.sub(fields[i + 1], 1, SHOWN_VALUE)
        end
        fields = shown
      end
      reply[#reply + 1] = { entry[1], bytes, fields }
    end
  end
end

if ARGV[5] == 'left' then
  local read = reading('XREADGROUP', 'GROUP', group, reader, 'COUNT', most, 'STREAMS', stream, ARGV[6])
  if type(read) == 'table' and read.err then return read end
  add(read and read[1] and read[1][2])
  return { ARGV[6], unpack(reply) }
end
-- One look goes over ten times as many as it may take; the next goes on behind them. What waits for a site that does not
-- answer is found again and again: it must not keep out what is new.
local claimed = reading('XAUTOCLAIM', stream, group, reader, ARGV[6], ARGV[7], 'COUNT', math.ceil(most / 2))
if claimed.err then return claimed end
add(claimed[2])
if #reply < most then
  local read = redis.call('XREADGROUP', 'GROUP', group, reader, 'COUNT', most - #reply, 'STREAMS', stream, '>')
  add(read and read[1] and read[1][2])
end
return { claimed[1], unpack(reply) }
