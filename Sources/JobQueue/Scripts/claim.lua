#!lua flags=allow-oom
-- Leases ready jobs: one lane and one family a claim, spaces in turn.
--
-- ARGV 1 worker, 2 most jobs, 3 lease in ms, 4 deadline in ms, 5 families in order of preference, letters of p a x,
--      6 fence of a lease that is to have more jobs, of this family and 7 lane, or ''
-- Returns {'lease', fence, id, record, id, record, …}, {'empty', ms until a delayed job is due or a lease runs out, or -1},
--      {'wait', ms, reason}, {'paused', reason}

local worker, most = string.gsub(ARGV[1], '[|,]', '_'), tonumber(ARGV[2])
local lease, deadline = tonumber(ARGV[3]), tonumber(ARGV[4])
local joined, joined_lane = ARGV[6] ~= '' and ARGV[6] or nil, tonumber(ARGV[7])

local gate = redis.call('HMGET', CTL, 'pause:', 'pausedUntil', 'scoped', 'waitReason')
if gate[1] then
  local pause = hold(gate[1])
  if pause then return { 'paused', pause.reason } end
  redis.call('HDEL', CTL, 'pause:')
  event('type', 'connector.resumed', 'author', 'time', 'at', NOW)
end
local wait = (tonumber(gate[2] or '0') or 0) - NOW
if wait > 0 then return { 'wait', math.min(wait, 86400000), gate[4] or '' } end

-- Spaces that are paused keep their place in the ring.
local held_groups = {}
local function is_held(group)
  if not gate[3] then return false end
  if held_groups[group] == nil then held_groups[group] = hold(redis.call('HGET', CTL, 'pause:' .. group)) ~= nil end
  return held_groups[group]
end

-- Most claims of an idle queue end here.
if redis.call('HLEN', JOBS) == 0 then return { 'empty', -1 } end

reap(5)

-- Due retries go back to their lanes.
local due = redis.call('ZRANGEBYSCORE', DELAYED, '-inf', NOW, 'LIMIT', 0, 200)
if #due > 0 then
  redis.call('ZREM', DELAYED, unpack(due))
  for i, text in ipairs(redis.call('HMGET', JOBS, unpack(due))) do
    local r, is_newer
    if text then r, is_newer = parse(text) end
    if r and r.state == 'D' then
      count('delayed:' .. r.lane, -1)
      r.flags = without(r.flags, 'd')
      make_ready(due[i], r, false)
    elseif is_newer then
      redis.call('ZADD', DELAYED, NOW + 5000, due[i])
    elseif text and not r then
      bury_unreadable(due[i], text)
    end
  end
end

-- Entries that are passed over cost as well; what is left waits for the next claim.
local budget = most + 500
local claimed, taken, states = {}, {}, {}

local function is_cancelled(runs, flags)
  if runs == '' or has(flags, 'k') then return false end
  local answer = states[runs]
  if answer == nil then
    answer = true
    for run in string.gmatch(runs, '[^,]+') do
      answer = answer and redis.call('HGET', BASE .. 'run:' .. run, 'state') == 'cancelled'
    end
    states[runs] = answer
  end
  return answer
end

-- Only grows, even when a failover or a flush lost the last one.
local last = tonumber(redis.call('GET', FENCE) or '0')
if not last or not (last < 2 ^ 53 - 1) then last = 0 end
local fence = joined or string.format('%.0f', math.max(last + 1, NOW_US))
local joined_batch = joined and redis.call('GETRANGE', BASE .. 'b:' .. joined, 0, -1) or ''
local joined_jobs = tonumber(string.sub(joined_batch, 1, 4))
if joined and not joined_jobs then
  flush()
  return { 'empty', 0 }
end
local READY = '^1|R|([0-3])|(%d+|%d+|%d+|%d+|([^|]*)|([^|]*)|)|(%d+|([^|]*)|.*)$'
local match, byte, dropped = string.match, string.byte, {}
local KNOWN = { [112] = true, [98] = true, [97] = true, [120] = true }

-- Which of the popped ids are to be claimed; gives back those of a later version's format.
-- Records are rewritten as text: reading them all into tables takes three times as long.
local function examine(ids, lane, alone)
  local back, found = {}, {}
  for i, text in ipairs(redis.call('HMGET', JOBS, unpack(ids))) do
    local id = ids[i]
    if text and not taken[id] then
      local own_lane, middle, runs, group, rest, flags
      local letter, colon = byte(id, 1, 2)
      local is_known = KNOWN[letter] and colon == 58 and #id > 2
      if is_known and #text <= RECORD_LIMIT then own_lane, middle, runs, group, rest, flags = match(text, READY) end
      if own_lane then
        if alone and is_held(group) then
          back[#back + 1] = id
        elseif (flags ~= '' and has(flags, 'o')) == alone and (alone or own_lane == lane) then
          taken[id] = true
          found[own_lane] = (found[own_lane] or 0) + 1
          if is_cancelled(runs, flags) then
            dropped[#dropped + 1] = id
          else
            local size = #claimed
            claimed[size + 1], claimed[size + 2] = id, '1|A|' .. own_lane .. '|' .. middle .. fence .. '|' .. rest
          end
        end
      else
        local r, is_newer = parse(text)
        -- Kinds that we do not know are those of a later version.
        if is_newer or not is_known then
          back[#back + 1] = id
        elseif not r then
          if lane then found[lane] = (found[lane] or 0) + 1 end
          taken[id] = true
          bury_unreadable(id, text)
        end
      end
    end
  end
  for own_lane, number in pairs(found) do count('ready:' .. own_lane .. family(ids[1]), -number) end
  return back
end

local function take(lane, kind)
  local ring = BASE .. 'ring:' .. lane .. kind
  for _ = 1, redis.call('LLEN', ring) do
    local group = redis.call('LPOP', ring)
    if not group then return end
    local list, back, left = BASE .. 'q:' .. lane .. kind .. ':' .. group, {}, true
    if is_held(group) then
      redis.call('RPUSH', ring, group)
      budget, left = budget - 1, false
    end
    while left and #claimed < 2 * most and budget > 0 do
      local ids = redis.call('LPOP', list, math.min(most - #claimed / 2, budget))
      if ids and #ids > 0 then
        budget = budget - #ids
        for _, id in ipairs(examine(ids, tostring(lane), false)) do back[#back + 1] = id end
      else
        left = false
      end
    end
    if #back > 0 then redis.call('RPUSH', list, unpack(back)) end
    if left or #back > 0 then
      if redis.call('EXISTS', list) == 1 then redis.call('RPUSH', ring, group) end
    end
    if #claimed >= 2 * most or budget <= 0 then return end
  end
end

-- One job alone: it, or its neighbours, took a worker down.
local function take_alone(kind)
  local list, back = BASE .. 'solo' .. kind, {}
  for _ = 1, 50 do
    local ids = redis.call('LPOP', list, 1)
    if not ids or #ids == 0 then break end
    for _, id in ipairs(examine(ids, nil, true)) do back[#back + 1] = id end
    if #claimed > 0 then break end
  end
  if #back > 0 then redis.call('RPUSH', list, unpack(back)) end
end

local all = {}
for letter in string.gmatch(ARGV[5], '[pax]') do
  local kind = letter == 'p' and '' or letter
  all[#all + 1] = BASE .. 'solo' .. kind
  for lane = 0, 3 do all[#all + 1] = BASE .. 'ring:' .. lane .. kind end
end
if #all > 0 and redis.call('EXISTS', unpack(all)) > 0 then
  local steps = { joined_lane }
  if not joined then
    -- Every eighth claim begins with the least urgent, so that nothing starves. Claims of other families are not counted.
    local turn = 'turn:' .. string.gsub(ARGV[5], '[^pax]', '')
    local is_escape = (tonumber(redis.call('HGET', N, turn)) or 0) % 8 == 7
    count(turn, 1)
    steps = is_escape and { 3, 2, 'solo', 1, 0 } or { 0, 1, 'solo', 2, 3 }
  end
  for _, step in ipairs(steps) do
    for letter in string.gmatch(ARGV[5], '[pax]') do
      local kind = letter == 'p' and '' or letter
      if step == 'solo' then take_alone(kind) else take(step, kind) end
      if #claimed > 0 then break end
    end
    if #claimed > 0 then break end
  end
end

if #dropped > 0 then
  redis.call('HDEL', JOBS, unpack(dropped))
  count('done:cancelled', #dropped)
end
if #claimed == 0 then
  flush()
  if budget <= 0 then return { 'empty', 0 } end
  -- So that whoever is idle takes over from the dead as soon as may be.
  local first = redis.call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')[2]
  local expiry = redis.call('ZRANGE', LEASES, 0, 0, 'WITHSCORES')[2]
  local next = math.min(tonumber(first) or math.huge, tonumber(expiry) or math.huge)
  return { 'empty', next < math.huge and math.min(math.max(next - NOW, 0), 86400000) or -1 }
end

redis.call('HSET', JOBS, unpack(claimed))
local ids, batch = {}, BASE .. 'b:' .. fence
for i = 1, #claimed, 2 do ids[#ids + 1] = claimed[i] end
if joined then
  redis.call('SETRANGE', batch, 0, string.format('%04d', joined_jobs + #ids))
  redis.call('SETRANGE', batch, #joined_batch, ',' .. table.concat(ids, ','))
else
  redis.call('SET', FENCE, fence)
  redis.call('ZADD', LEASES, NOW + lease, fence)
  -- Kept for a day past its deadline, should its lease be lost with the server's last second.
  redis.call('SET', batch,
    string.format('%04d|%s|%.0f|%.0f|', #ids, worker, NOW, NOW + deadline) .. table.concat(ids, ','),
    'PX', string.format('%.0f', deadline + 86400000))
  count('claims', 1)
end
count('active', #ids)
flush()
return { 'lease', fence, unpack(claimed) }
