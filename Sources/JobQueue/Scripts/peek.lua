#!lua flags=allow-oom
-- What is next in each lane: of each family the first jobs of the first spaces, in the order of their turns.
--
-- ARGV 1 most jobs of a lane and family
-- Returns id, record, id, record, …; none is changed

local most, reply = tonumber(ARGV[1]), {}
local function look(list, lane, room)
  local ids = redis.call('LRANGE', list, 0, room * 2 - 1)
  if #ids == 0 then return 0 end
  local shown = 0
  for i, text in ipairs(redis.call('HMGET', JOBS, unpack(ids))) do
    local r = text and parse(text)
    if r and r.state == 'R' and shown < room and (lane == nil or r.lane == lane and not has(r.flags, 'o')) then
      reply[#reply + 1], reply[#reply + 2] = ids[i], text
      shown = shown + 1
    end
  end
  return shown
end

for lane = 0, 3 do
  for _, kind in ipairs({ '', 'a', 'x' }) do
    local room = most
    for _, group in ipairs(redis.call('LRANGE', BASE .. 'ring:' .. lane .. kind, 0, most - 1)) do
      if room > 0 then room = room - look(BASE .. 'q:' .. lane .. kind .. ':' .. group, lane, room) end
    end
  end
end
for _, kind in ipairs({ '', 'a', 'x' }) do look(BASE .. 'solo' .. kind, nil, most) end
return reply
