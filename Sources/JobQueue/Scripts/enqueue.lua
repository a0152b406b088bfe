#!lua
-- Stores the jobs that follow from listed items. Refused when Redis is full: no allow-oom here.
--
-- ARGV 1 lane, 2 run or '', 3 sweep or '', 4 '1' to mark, 5 cursor field or '', 6 cursor value ('' removes it),
--      7 quiet time in ms (0: ready at once), 8 high watermark (0: none; '': the items follow from a job, which has to wait
--      for them: neither a watermark nor a drain holds them up, only a lack of memory), 9 number of items, then their ids, then their facts,
--      each u32 version, u16 ordinal, u32 tree digest, u32 facts digest,
--      u8 bits (1 metadata only, 2 compare the body, 4 force, 8 tree digest given, 16 facts digest given, 32 anew), space
--      as text
-- Returns {'ok', added, merged, unchanged, skipped, repeated, dead, ids of records that only a later version can change…}
--      or {'full'}, {'memory'}, {'ended'}, {'draining'} with nothing stored.

local LONGEST_QUIET = 10000
local lane, run, sweep, mark = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local quiet, n = tonumber(ARGV[7]), tonumber(ARGV[9])
local follows, high = ARGV[8] == '', tonumber(ARGV[8]) or 0
local call, sub, byte, read = redis.call, string.sub, string.byte, struct.unpack
local run_key = BASE .. 'run:' .. run

local gate = call('HMGET', CTL, 'drain:', 'scoped', 'full:' .. lane)
if hold(gate[1]) and not follows then return { 'draining' } end
if gate[2] and n > 0 and not follows then
  local groups = {}
  for i = 1, n do
    local group = sub(ARGV[9 + n + i], 16)
    if not groups[group] then
      groups[group] = true
      if hold(call('HGET', CTL, 'drain:' .. group)) then return { 'draining' } end
    end
  end
end
if run ~= '' and not is_active(call('HGET', run_key, 'state')) then return { 'ended' } end

-- From the high watermark on nothing is taken until half of it is done, so that a listing sleeps long rather than often.
-- The state of the memory is looked up once a second.
local function is_memory_short()
  local at, ratio = string.match(call('HGET', CTL, 'memory') or '', '^(%d+)|([%d.]+)$')
  if not at or math.abs(NOW - tonumber(at)) > 1000 then
    local info = redis.pcall('INFO', 'memory')
    if type(info) ~= 'string' then return false end
    local used, most = string.match(info, 'used_memory:(%d+)'), string.match(info, 'maxmemory:(%d+)')
    ratio = (tonumber(most) or 0) > 0 and (tonumber(used) or 0) / tonumber(most) or 0
    call('HSET', CTL, 'memory', string.format('%.0f|%.3f', NOW, ratio))
  end
  return tonumber(ratio) >= 0.8
end
if high > 0 and n > 0 then
  local waiting = 0
  for _, value in ipairs(call('HMGET', N, 'ready:' .. lane, 'ready:' .. lane .. 'a', 'ready:' .. lane .. 'x',
    'delayed:' .. lane)) do
    waiting = waiting + (tonumber(value) or 0)
  end
  if waiting >= (gate[3] and high / 2 or high) then
    if not gate[3] then call('HSET', CTL, 'full:' .. lane, '1') end
    return { 'full' }
  end
  if gate[3] then call('HDEL', CTL, 'full:' .. lane) end
end
if (high > 0 or follows) and n > 0 and is_memory_short() then return { 'memory' } end

local records = n > 0 and call('HMGET', JOBS, unpack(ARGV, 10, 9 + n)) or {}
local graves = n > 0 and call('EXISTS', DEAD) == 1 and call('HMGET', DEAD, unpack(ARGV, 10, 9 + n)) or {}

-- By object, false: nothing.
local objects, checkpoints, marks = {}, {}, {}
if n > 0 then
  for i = 1, n do objects[i] = sub(ARGV[9 + i], 3) end
  for i, value in ipairs(call('HMGET', CHECKPOINTS, unpack(objects))) do
    checkpoints[objects[i]] = value and #value >= CHECKPOINT_LENGTH and value
  end
end

local added, merged, unchanged, skipped, repeated, dead, recounted = 0, 0, 0, 0, 0, 0, 0
-- An object may be named twice in one call: what was written for it, and its changed dead record, or false.
local written, reburied = {}, {}

-- The place of our sweep among those side by side.
local own
for _, other in ipairs(sweep and run ~= '' and sweeps_under_way() or {}) do
  if other.run == run and other.number == sweep then own = other end
end

-- New jobs are written together, with one push a list.
local fresh, lists, last, waiting_runs, delayed, newer = {}, {}, nil, 0, {}, {}
local HEAD, RUN, NO_RUN = '1|' .. (quiet > 0 and 'D' or 'R') .. '|' .. lane .. '|', '|0|0|0|' .. run .. '|', '|0|0|0||'
local TAIL = string.format('||%.0f|', NOW) .. (quiet > 0 and 'd' or '')
local function add(id, want, group, flags, for_run, runs)
  local text = HEAD .. want .. (runs and '|0|0|0|' .. runs .. '|' or for_run and RUN or NO_RUN) .. group .. TAIL .. flags .. '|'
  local size = #fresh
  fresh[size + 1], fresh[size + 2] = id, text
  written[id] = text
  if for_run then waiting_runs = waiting_runs + 1 end
  added = added + 1
  if quiet > 0 then
    delayed[#delayed + 1], delayed[#delayed + 2] = string.format('%.0f', NOW + quiet), id
    return
  end
  local kind = family(id)
  -- Listings come space by space.
  if not last or last.group ~= group or last.kind ~= kind then
    local key = kind .. ':' .. group
    last = lists[key]
    if not last then
      last = { kind = kind, group = group }
      lists[key], lists[#lists + 1] = last, last
    end
  end
  last[#last + 1] = id
end

local function write_fresh()
  if #fresh == 0 then return end
  call('HSET', JOBS, unpack(fresh))
  for _, list in ipairs(lists) do
    if call('RPUSH', BASE .. 'q:' .. lane .. list.kind .. ':' .. list.group, unpack(list)) == #list then
      call('RPUSH', BASE .. 'ring:' .. lane .. list.kind, list.group)
    end
    count('ready:' .. lane .. list.kind, #list)
  end
  if #delayed > 0 then
    call('ZADD', DELAYED, unpack(delayed))
    count('delayed:' .. lane, #delayed / 2)
  end
  fresh, lists, last, delayed = {}, {}, nil, {}
end

local function known(runs) return string.find(',' .. runs .. ',', ',' .. run .. ',', 1, true) ~= nil end

-- Room for one more run: those that ended leave.
local function with_run(runs)
  local kept = {}
  for other in string.gmatch(runs, '[^,]+') do
    if is_active(redis.call('HGET', BASE .. 'run:' .. other, 'state')) then kept[#kept + 1] = other end
  end
  if #kept >= 8 then return nil end
  kept[#kept + 1] = run
  return table.concat(kept, ',')
end

local function merge(id, r, want, flags, needs_body, seen, anew)
  local higher = want > r.want
  local widened = anew
  if has(r.flags, 'm') and (higher or needs_body) then
    r.flags = without(r.flags, 'm')
    widened = true
  end
  for _, letter in ipairs({ 'c', 'f' }) do
    if has(flags, letter) and not has(r.flags, letter) then
      r.flags = r.flags .. letter
      widened = true
    end
  end
  local urgent, before = lane < r.lane, r.lane
  if higher then r.want = want end
  if urgent then r.lane = lane end
  if run == '' then
    if r.runs ~= '' and not has(r.flags, 'k') then r.flags = r.flags .. 'k' end
  elseif (anew or not seen) and not known(r.runs) then
    local runs = with_run(r.runs)
    if runs then
      if seen then recounted = recounted + 1 end
      -- Who asked first asked for no run.
      if r.runs == '' and not has(r.flags, 'k') then r.flags = r.flags .. 'k' end
      r.runs = runs
      waiting_runs = waiting_runs + 1
    end
  end
  local function take_out()
    -- Its entry in a list is passed over by the claim that meets it.
    if r.state == 'R' then
      count('ready:' .. before .. family(id), -1)
    else
      call('ZREM', DELAYED, id)
      count('delayed:' .. before, -1)
    end
  end
  if r.state == 'A' then
    if higher and not has(r.flags, 'v') then r.flags = r.flags .. 'v' end
    if widened and not has(r.flags, 's') then r.flags = r.flags .. 's' end
    save(id, r)
  elseif quiet > 0 and (urgent or has(r.flags, 'd')) and not has(r.flags, 'o') then
    -- Until nothing was asked for during the quiet time; not for ever, though.
    take_out()
    if not has(r.flags, 'd') then r.flags, r.since = r.flags .. 'd', string.format('%.0f', NOW) end
    r.state = 'D'
    save(id, r)
    call('ZADD', DELAYED, string.format('%.0f', math.min(NOW + quiet, tonumber(r.since) + LONGEST_QUIET)), id)
    count('delayed:' .. r.lane, 1)
  elseif urgent then
    r.flags = without(r.flags, 'd')
    take_out()
    if has(r.flags, 'o') and r.state == 'R' then
      count('ready:' .. lane .. family(id), 1)
      save(id, r)
    else
      make_ready(id, r, false)
    end
  else
    save(id, r)
  end
  written[id] = pack(r)
  merged = merged + 1
end

-- Ends an unreadable record for its runs.
-- Returns its dead record, which its object's job comes back from.
local function bury_listed(id, text)
  local state, own_lane = string.match(text, '^1|([RDA])|([0-3])|')
  if state == 'R' then
    count('ready:' .. own_lane .. family(id), -1)
  elseif state == 'D' then
    call('ZREM', DELAYED, id)
    count('delayed:' .. own_lane, -1)
  elseif state == 'A' then
    count('active', -1)
  end
  bury_unreadable(id, text)
  return call('HGET', DEAD, id)
end

-- By the bits of an item: the letters of its flags, whether they want the body, which digests are given.
local KINDS = {}
local function kind_of(bits)
  local kind = KINDS[bits]
  if not kind then
    local function bit(value) return math.floor(bits / value) % 2 == 1 end
    local wide = (bit(2) and 'c' or '') .. (bit(4) and 'f' or '')
    kind = { wide, wide ~= '', bit(8), bit(16), bit(32) }
    KINDS[bits] = kind
  end
  return kind
end

for i = 1, n do
  local id, facts_of_item = ARGV[9 + i], ARGV[9 + n + i]
  local want, ordinal, tree, facts, bits = read('<I4I2I4I4B', facts_of_item)
  local kind = kind_of(bits)
  local wide = kind[2]
  local is_absence = byte(id) == 120

  local object, ck = objects[i]
  if not is_absence then ck = checkpoints[object] end
  local seen, needs_body, ck_version, ck_tree, ck_facts, _, ck_ordinal, ck_sweep, ck_flags = false, true
  if ck then
    ck_version, ck_tree, ck_facts, _, ck_ordinal, ck_sweep, ck_flags = read(CHECKPOINT, ck)
    needs_body = wide or want > ck_version
    if own then seen = is_counted_by(own, ck_sweep, ck_flags) else seen = sweep == ck_sweep end
    if mark and sweep and not seen then
      checkpoints[object] = sub(ck, 1, 15) .. marked(ck_sweep, ck_flags, sweep, run) .. sub(ck, CHECKPOINT_LENGTH + 1)
      local size = #marks
      marks[size + 1], marks[size + 2] = object, checkpoints[object]
    end
  end

  local text = written[id] or records[i]
  local r, is_newer
  if text then r, is_newer = parse(text) end
  local grave = reburied[id]
  if grave == nil then grave = graves[i] end
  if text then grave = nil end
  if r then
    -- 1. The job exists.
    write_fresh()
    merge(id, r, want, kind[1], needs_body, seen, kind[5])
  elseif is_newer then
    newer[#newer + 1] = id
  else
    if text then grave = bury_listed(id, text) end
    local buried, in_sweep, runs
    if grave then
      local w, number
      w, runs, number = string.match(grave, '^1|(%d+)|[^|]*|[^|]*|[^|]*|([^|]*)|[^|]*|[^|]*|[^|]*|(%d+)|')
      if w then
        buried, in_sweep = math.min(tonumber(w), 4294967295), run == '' and sweep ~= nil and tonumber(number) == sweep
          or run ~= '' and known(runs)
      else
        exhume(id, grave)
        reburied[id] = false
      end
    end
    -- An absence has no newer version that could revive it: each sweep asks again.
    if buried and not (want > buried or lane <= 1 or wide or is_absence) then
      -- 2. Given up on, and nothing new.
      dead = dead + 1
      if mark and sweep and not in_sweep then
        if run ~= '' then run_count(run, 'dead', 1) end
        local a, runs, b, c = string.match(grave, '^(1|%d+|[^|]*|[^|]*|[^|]*|)([^|]*)(|[^|]*|[^|]*|[^|]*|)%d+(|.*)$')
        reburied[id] = a .. (run ~= '' and with_run(runs) or runs) .. b .. sweep .. c
        call('HSET', DEAD, id, reburied[id])
      end
    else
      -- 3. Compare with what the sink has.
      if buried or needs_body then
        local for_run = run ~= '' and (kind[5] or not seen) and not in_sweep
        if kind[5] and seen and for_run then recounted = recounted + 1 end
        local flags = kind[1]
        if buried then
          want = math.max(want, buried)
          runs = back_from_dead(runs)
          local more = for_run and with_run(runs)
          runs, for_run = more or runs, more
          -- Asked for by somebody else than its runs, who may be cancelled.
          if runs ~= '' and not known(runs) then flags = flags .. 'k' end
          exhume(id, grave)
        else
          runs = nil
        end
        add(id, want, sub(facts_of_item, 16), flags, for_run, runs)
      elseif ck_ordinal ~= ordinal or (kind[3] and (ck_tree ~= tree or ck_flags % 2 == 0))
        or (kind[4] and (ck_facts ~= facts or ck_flags % 2 == 0)) then
        add(id, want, sub(facts_of_item, 16), 'm', run ~= '' and not seen)
      -- 4. Nothing to do.
      elseif not mark or not sweep then
        unchanged = unchanged + 1
      elseif seen then
        repeated = repeated + 1
      elseif math.floor(ck_flags / 2) % 2 == 1 then
        skipped = skipped + 1
      else
        unchanged = unchanged + 1
      end
    end
  end
end

write_fresh()
if #marks > 0 then call('HSET', CHECKPOINTS, unpack(marks)) end
if run ~= '' then
  if waiting_runs > 0 then run_count(run, 'pending', waiting_runs) end
  if mark and sweep then
    if skipped > 0 then run_count(run, 'skipped', skipped) end
    if unchanged > 0 then run_count(run, 'unchanged', unchanged) end
  end
  -- The run has counted these as they were, mostly as unchanged, and counts them once more as they end.
  if recounted > 0 then
    local before = tonumber(call('HGET', run_key, 'unchanged') or '0') or 0
    run_count(run, before >= recounted and 'unchanged' or 'pushed', -recounted)
  end
  if ARGV[5] ~= '' then
    if ARGV[6] == '' then
      call('HDEL', run_key, 'cur:' .. ARGV[5])
    else
      call('HSET', run_key, 'cur:' .. ARGV[5], ARGV[6])
    end
  end
end
flush()
return { 'ok', added, merged, unchanged, skipped, repeated, dead, unpack(newer) }
