#!lua flags=allow-oom
-- Compares indexes and counters with the records, some at a time, and puts right what differs. Changes nothing else.
--
-- ARGV 1 step (2: cursor)
--        -> {cursor, kind, repairs, kind, repairs, …, '', what, number, …}; what: R|LANE or solo|FAMILY|SPACE, D|LANE, A,
--           run|ID, newer (records that only a later version can read)
--      2 graves (2: cursor) -> {cursor, reason of death, number, …}
--      3 lists (2: lane or 'solo', 3: family, then space, number of ready jobs, …)
--        -> {repairs of the ring, spaces whose list is too short…}
--      4 list (2: lane or 'solo', 3: family, 4: space, then ids) -> {repairs}; ids that are ready and in no list
--      5 runs, -> {id, pending, what has been counted, …} of all active runs
--      6 run (2: id, 3: pending, 4: what has been counted, 5: jobs there are) -> {repairs}; only if nothing has moved
--      7 snapshot -> {text}
--      8 settle (2: snapshot, then counter, value, …) -> {repairs}; only if nothing has moved

local operation, call = ARGV[1], redis.call
local OUTCOMES = { 'pushed', 'patched', 'unchanged', 'skipped', 'deleted', 'dead' }
local repairs, order = {}, {}
local function repaired(kind, number)
  if number == 0 then return end
  if not repairs[kind] then order[#order + 1] = kind end
  repairs[kind] = (repairs[kind] or 0) + number
  count('repaired:' .. kind, number)
end

local function list_of(lane, kind, group)
  if lane == 'solo' then return BASE .. 'solo' .. kind end
  return BASE .. 'q:' .. lane .. kind .. ':' .. group
end

-- Counters of jobs, and those that move whenever a job does.
local function snapshot()
  local fields = { 'active', 'claims', 'reaped', 'dead' }
  for lane = 0, 3 do
    fields[#fields + 1] = 'delayed:' .. lane
    for _, kind in ipairs({ '', 'a', 'x' }) do fields[#fields + 1] = 'ready:' .. lane .. kind end
  end
  for _, outcome in ipairs({ 'pushed', 'patched', 'unchanged', 'skipped', 'deleted', 'dead', 'cancelled' }) do
    fields[#fields + 1] = 'done:' .. outcome
  end
  local values = call('HMGET', N, unpack(fields))
  for i = 1, #fields do values[i] = values[i] or '' end
  return table.concat(values, ',') .. ',' .. call('HLEN', JOBS)
end

local function counted_by(run)
  local total = 0
  for _, value in ipairs(call('HMGET', BASE .. 'run:' .. run, unpack(OUTCOMES))) do total = total + (tonumber(value) or 0) end
  return total
end

local reply = {}
if operation == 'step' then
  local page = call('HSCAN', JOBS, ARGV[2], 'COUNT', 250)
  local tally, names, leased = {}, {}, {}
  local function see(what)
    if not tally[what] then names[#names + 1] = what end
    tally[what] = (tally[what] or 0) + 1
  end
  for i = 1, #page[2], 2 do
    local id, text = page[2][i], page[2][i + 1]
    local r, is_newer = parse(text)
    if r then
      if r.state == 'A' then
        if leased[r.fence] == nil then
          leased[r.fence] = call('ZSCORE', LEASES, r.fence) and call('EXISTS', BASE .. 'b:' .. r.fence) == 1 or false
        end
        if not leased[r.fence] then
          -- Nobody can end it: its batch is gone, or was never seen by this server.
          call('ZREM', LEASES, r.fence)
          count('active', -1)
          r.flags = without(r.flags, 'vs')
          make_ready(id, r, false)
          repaired('orphan', 1)
        end
      elseif r.state == 'D' and not call('ZSCORE', DELAYED, id) then
        call('ZADD', DELAYED, NOW, id)
        repaired('delayed', 1)
      end
      if r.state == 'R' then
        see('R|' .. (has(r.flags, 'o') and 'solo' or r.lane) .. '|' .. family(id) .. '|' .. (has(r.flags, 'o') and '' or r.group))
        see('N|' .. r.lane .. family(id))
      elseif r.state == 'D' then
        see('D|' .. r.lane)
      else
        see('A')
      end
      for run in string.gmatch(r.runs, '[^,]+') do see('run|' .. run) end
    elseif is_newer then
      see('newer')
    else
      bury_unreadable(id, text)
      repaired('corrupt', 1)
    end
  end
  reply[1] = page[1]
  for _, kind in ipairs(order) do reply[#reply + 1], reply[#reply + 2] = kind, repairs[kind] end
  reply[#reply + 1] = ''
  for _, what in ipairs(names) do reply[#reply + 1], reply[#reply + 2] = what, tally[what] end
elseif operation == 'graves' then
  local page, tally = call('HSCAN', DEAD, ARGV[2], 'COUNT', 250), {}
  for i = 2, #page[2], 2 do
    local reason = reason_of(page[2][i])
    tally[reason] = (tally[reason] or 0) + 1
  end
  reply[1] = page[1]
  for _, reason in ipairs(REASONS) do
    if tally[reason] then reply[#reply + 1], reply[#reply + 2] = reason, tally[reason] end
  end
elseif operation == 'lists' then
  local lane, kind = ARGV[2], ARGV[3]
  local turning = {}
  if lane ~= 'solo' then
    for _, group in ipairs(call('LRANGE', BASE .. 'ring:' .. lane .. kind, 0, -1)) do turning[group] = true end
  end
  reply[1] = 0
  for i = 4, #ARGV, 2 do
    local group, length = ARGV[i], call('LLEN', list_of(lane, kind, ARGV[i]))
    if lane ~= 'solo' and length > 0 and not turning[group] then
      call('RPUSH', BASE .. 'ring:' .. lane .. kind, group)
      turning[group] = true
      repaired('ring', 1)
    end
    if length < tonumber(ARGV[i + 1]) then reply[#reply + 1] = group end
  end
  reply[1] = repairs.ring or 0
elseif operation == 'list' then
  local lane, kind, group = ARGV[2], ARGV[3], ARGV[4]
  local list, there, ids = list_of(lane, kind, group), {}, {}
  -- Reading it whole would hold everybody up; it is looked at again when it has become shorter.
  if call('LLEN', list) > 50000 then return { 0 } end
  for _, id in ipairs(call('LRANGE', list, 0, -1)) do there[id] = true end
  for i = 5, #ARGV do
    local id = ARGV[i]
    local r = parse(call('HGET', JOBS, id) or '')
    if r and r.state == 'R' and not there[id] and family(id) == kind and has(r.flags, 'o') == (lane == 'solo')
      and (lane == 'solo' or tostring(r.lane) == lane and r.group == group) then
      there[id] = true
      ids[#ids + 1] = id
    end
  end
  if #ids > 0 and call('RPUSH', list, unpack(ids)) == #ids and lane ~= 'solo' then
    -- A list that was gone; its space may still be in the ring, where it is passed over when it comes twice.
    call('RPUSH', BASE .. 'ring:' .. lane .. kind, group)
  end
  repaired('list', #ids)
  reply[1] = #ids
elseif operation == 'runs' then
  for _, run in ipairs(call('ZREVRANGE', RUNS, 0, -1)) do
    local f = call('HMGET', BASE .. 'run:' .. run, 'state', 'pending')
    if is_active(f[1]) then
      reply[#reply + 1], reply[#reply + 2], reply[#reply + 3] = run, tonumber(f[2]) or 0, counted_by(run)
    end
  end
elseif operation == 'run' then
  local run, pending, jobs = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[5])
  local f = call('HMGET', BASE .. 'run:' .. run, 'state', 'pending')
  if is_active(f[1]) and tonumber(f[2]) == pending and counted_by(run) == tonumber(ARGV[4]) and jobs < pending then
    run_count(run, 'pending', jobs - pending)
    run_count(run, 'dead', pending - jobs)
    sample_error(run, '|queue|lost_jobs|' .. pending - jobs .. ' jobs could not be found any more')
    repaired('run', pending - jobs)
  end
  reply[1] = repairs.run or 0
elseif operation == 'snapshot' then
  reply[1] = snapshot()
elseif operation == 'settle' then
  if snapshot() == ARGV[2] then
    for i = 3, #ARGV, 2 do
      if (tonumber(call('HGET', N, ARGV[i])) or 0) ~= tonumber(ARGV[i + 1]) then
        call('HSET', N, ARGV[i], ARGV[i + 1])
        repaired('counter', 1)
      end
    end
  end
  -- These can be told at once.
  if (tonumber(call('HGET', N, 'dead')) or 0) ~= call('HLEN', DEAD) then
    call('HSET', N, 'dead', call('HLEN', DEAD))
    repaired('counter', 1)
  end
  local scoped, fields = 0, call('HGETALL', CTL)
  for i = 1, #fields, 2 do
    if string.match(fields[i], '^pause:.') or string.match(fields[i], '^drain:.') then scoped = scoped + 1 end
  end
  if (tonumber(call('HGET', CTL, 'scoped')) or 0) ~= scoped then
    if scoped > 0 then call('HSET', CTL, 'scoped', scoped) else call('HDEL', CTL, 'scoped') end
    repaired('counter', 1)
  end
  for _, sweep in ipairs(sweeps_under_way()) do
    if not is_active(call('HGET', BASE .. 'run:' .. sweep.run, 'state')) then
      call('HDEL', BASE .. 'sweeps', sweep.place)
      repaired('sweep', 1)
    end
  end
  for _, kind in ipairs(order) do reply[#reply + 1], reply[#reply + 2] = kind, repairs[kind] end
end
flush()
return reply
