-- Put after the first line of every script of a connector.
--
-- KEYS, in this order for all of them:
--   1 jobs   2 meta     3 n (counters)   4 delayed   5 leases   6 fence
--   7 dead   8 deadlog  9 events        10 ctl      11 warn    12 runs
-- Keys that depend on a lane, space, run or fence are built from the first and share its hash tag.
--
-- Job record:  1|state|lane|want|attempts|deaths|throttles|runs|group|fence|enqueuedAt|flags|lastError
--   state R(eady) D(elayed) A(ctive); flags, as letters:
--   m metadata only, c compare the body, f force, o claimed alone, k kept although its runs are cancelled, d debounced,
--   v a higher version was asked for while active, s more work was asked for while active.
-- Dead record: 1|want|lane|group|flags|runs|attempts|deaths|throttles|sweep|reason|stage|status|code|worker|enqueuedAt|diedAt|message
-- Checkpoint:  u32 version, u32 tree digest, u32 facts digest, u8 pipeline, u16 ordinal, u16 sweep, u8 flags
--   Behind it, if the sink has a document of the object, the sink's receipt, which is nothing to the scripts.
--   sweep: the latest one during which the object was seen; bits 32, 64, 128 of the flags: see "Sweeps side by side".
-- Hold (fields pause:SPACE and drain:SPACE of ctl, without a space for all): ends in ms or ''|since|author|reason

local JOBS, META, N, DELAYED, LEASES, FENCE = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local DEAD, DEADLOG, EVENTS, CTL, WARN, RUNS = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local BASE = string.sub(JOBS, 1, -5)
local RECORD_LIMIT, DEATH_LIMIT, SAMPLE_LIMIT = 512, 3, 20
local CHECKPOINTS, CHECKPOINT, CHECKPOINT_LENGTH = BASE .. 'ck', '<I4I4I4I1I2I2I1', 18

local function clock()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000), t[1] * 1000000 + t[2]
end
local NOW, NOW_US = clock()

local function has(flags, letter) return string.find(flags, letter, 1, true) ~= nil end
local function without(flags, letters) return (string.gsub(flags, '[' .. letters .. ']', '')) end

-- Counters and the counts of runs are gathered, and written once at the end.
local counted, run_counts = {}, {}
local function count(field, by) counted[field] = (counted[field] or 0) + by end
local function run_count(run, field, by)
  local counts = run_counts[run]
  if not counts then counts = {}; run_counts[run] = counts end
  counts[field] = (counts[field] or 0) + by
end

-- What a job is, by the letter of its id: lists and rings of attachments and absences have it after the lane.
local function family(id)
  local letter = string.byte(id)
  return letter == 97 and 'a' or letter == 120 and 'x' or ''
end

-- nil: not a record that this version can work with. The second result tells those of a later version.
local function parse(text)
  if #text <= RECORD_LIMIT then
    local s, lane, want, a, d, t, runs, group, fence, since, flags, err = string.match(text,
      '^1|([RDA])|([0-3])|(%d+)|(%d+)|(%d+)|(%d+)|([^|]*)|([^|]*)|(%d*)|(%d+)|([^|]*)|(.*)$')
    if s then
      -- Within bounds, so that what is written can be read again.
      return { state = s, lane = tonumber(lane), want = math.min(tonumber(want), 4294967295),
        attempts = math.min(tonumber(a), 1000), deaths = math.min(tonumber(d), 1000), throttles = math.min(tonumber(t), 1000),
        runs = runs, group = group, fence = fence, since = since, flags = flags, err = err }
    end
  end
  local format = tonumber(string.match(text, '^(%d%d?%d?)|'))
  return nil, format ~= nil and format > 1
end

local function pack(r)
  local head = string.format('1|%s|%d|%.0f|%d|%d|%d|', r.state, r.lane, r.want, r.attempts, r.deaths, r.throttles)
    .. r.runs .. '|' .. r.group .. '|' .. r.fence .. '|' .. r.since .. '|' .. r.flags .. '|'
  return head .. string.sub(r.err, 1, math.max(RECORD_LIMIT - #head, 0))
end

local function save(id, r) redis.call('HSET', JOBS, id, pack(r)) end

-- Into the list of its lane and space, or among those claimed alone. The space joins the lane's ring with its first job.
local function push(id, r, to_head)
  local kind = family(id)
  count('ready:' .. r.lane .. kind, 1)
  local command = to_head and 'LPUSH' or 'RPUSH'
  if has(r.flags, 'o') then
    redis.call(command, BASE .. 'solo' .. kind, id)
  elseif redis.call(command, BASE .. 'q:' .. r.lane .. kind .. ':' .. r.group, id) == 1 then
    redis.call('RPUSH', BASE .. 'ring:' .. r.lane .. kind, r.group)
  end
end

local function make_ready(id, r, to_head)
  r.state, r.fence = 'R', ''
  save(id, r)
  push(id, r, to_head)
end

-- Jobs that left a lease; the lease goes with its last one. The batch starts with the number of jobs left.
local function leave(fence, jobs)
  if jobs == 0 then return end
  count('active', -jobs)
  local key = BASE .. 'b:' .. fence
  local left = tonumber(redis.call('GETRANGE', key, 0, 3))
  if left == nil then return end
  left = left - jobs
  if left <= 0 then
    redis.call('DEL', key)
    redis.call('ZREM', LEASES, fence)
  else
    redis.call('SETRANGE', key, 0, string.format('%04d', left))
  end
end

-- Put in as 0 what is no number of a sweep; written so that a NaN is none either.
local function sweep_number()
  local number = tonumber(redis.call('HGET', META, 'sweep') or '0')
  return number and number >= 0 and number <= 65535 and math.floor(number) or 0
end

-- Numbers of sweeps wrap; 0 is before all.
local function is_after(a, b)
  if a == 0 or b == 0 then return b == 0 and a ~= 0 end
  local distance = (a - b) % 65536
  return distance > 0 and distance < 32768
end

-- Sweeps side by side. Up to three have a place, and with it a bit in the flags of checkpoints: "counted by its run".
-- A bit left behind by an earlier sweep of the same place is known by the mark, which is older than the sweep.
local PLACES, sweeps = { ['0'] = 32, ['1'] = 64, ['2'] = 128 }, nil
local function sweeps_under_way()
  if not sweeps then
    sweeps = {}
    local fields = redis.call('HGETALL', BASE .. 'sweeps')
    for i = 1, #fields, 2 do
      local number, run = string.match(fields[i + 1], '^(%d%d?%d?%d?%d?)|(.+)$')
      if PLACES[fields[i]] and number then
        sweeps[#sweeps + 1] = { place = fields[i], bit = PLACES[fields[i]], number = tonumber(number), run = run }
      end
    end
  end
  return sweeps
end
local function is_counted_by(sweep, mark, flags)
  return math.floor(flags / sweep.bit) % 2 == 1 and not is_after(sweep.number, mark)
end

-- The end of a checkpoint: seen during `number`, and counted by those that had counted it and by `runs`.
local function marked(mark, flags, number, runs)
  local bits = flags % 32
  for _, sweep in ipairs(sweeps_under_way()) do
    if is_counted_by(sweep, mark, flags) or (runs ~= '' and string.find(',' .. runs .. ',', ',' .. sweep.run .. ',', 1, true)) then
      bits = bits + sweep.bit
    end
  end
  return struct.pack('<I2B', is_after(number, mark) and number or mark, bits)
end

local function leave_sweeps(run)
  for _, sweep in ipairs(sweeps_under_way()) do
    if sweep.run == run then redis.call('HDEL', BASE .. 'sweeps', sweep.place) end
  end
  sweeps = nil
end

local function event(...) redis.call('XADD', EVENTS, 'MAXLEN', '~', 10000, '*', ...) end

local function is_active(state) return state == 'pending' or state == 'enumerating' or state == 'processing' end

local function tell_run(kind, run)
  local names = { 'state', 'mode', 'source', 'pending', 'pushed', 'patched', 'unchanged', 'skipped', 'deleted', 'dead', 'held' }
  local fields = { 'type', kind, 'run', run, 'at', NOW }
  for i, value in ipairs(redis.call('HMGET', BASE .. 'run:' .. run, unpack(names))) do
    fields[#fields + 1], fields[#fields + 2] = names[i], value or (i > 3 and '0' or '')
  end
  local trace = redis.call('HGET', BASE .. 'run:' .. run, 'traceparent')
  if trace then fields[#fields + 1], fields[#fields + 2] = 'traceparent', trace end
  event(unpack(fields))
end

local function terminate(run, state, ...)
  local key = BASE .. 'run:' .. run
  redis.call('HSET', key, 'state', state, 'finished', NOW, ...)
  leave_sweeps(run)
  tell_run(state == 'cancelled' and 'run.cancelled' or 'run.finished', run)
end

-- The only place where a run finishes.
local function finish_if_done(run)
  local f = redis.call('HMGET', BASE .. 'run:' .. run, 'state', 'closed', 'pending', 'dead', 'held', 'errors')
  if not is_active(f[1]) or f[2] ~= '1' or (tonumber(f[3]) or 0) > 0 then return end
  local bad = (tonumber(f[4]) or 0) > 0 or (tonumber(f[5]) or 0) > 0 or (tonumber(f[6]) or 0) > 0
  terminate(run, bad and 'finished_with_errors' or 'finished')
end

-- A dead job gets another chance: runs under way that have it among their dead wait for it once more.
-- Returns those runs.
local function back_from_dead(runs)
  local kept = {}
  for run in string.gmatch(runs, '[^,]+') do
    if is_active(redis.call('HGET', BASE .. 'run:' .. run, 'state')) then
      run_count(run, 'dead', -1)
      run_count(run, 'pending', 1)
      kept[#kept + 1] = run
    end
  end
  return table.concat(kept, ',')
end

-- A job came to an end: counted by all its runs.
local function end_runs(runs, outcome)
  for run in string.gmatch(runs, '[^,]+') do
    run_count(run, outcome, 1)
    run_count(run, 'pending', -1)
  end
end

local function sample_error(run, text)
  local key = BASE .. 'run:' .. run
  if redis.call('EXISTS', key) == 0 then return end
  local number = redis.call('HINCRBY', key, 'samples', 1)
  if number <= SAMPLE_LIMIT then redis.call('HSET', key, 'err:' .. number, text) end
end

-- Why jobs died. What an unreadable dead record stands under is `corrupt`.
local REASONS = { 'transient', 'permanent', 'throttled', 'crash', 'corrupt' }
local function reason_of(grave)
  local found = string.match(grave, '^1|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|(%l+)|')
  for _, reason in ipairs(REASONS) do
    if reason == found then return reason end
  end
  return 'corrupt'
end

-- A dead record comes, and goes.
local function entomb(id, grave)
  local old = redis.call('HGET', DEAD, id)
  if old then count('dead:' .. reason_of(old), -1) else count('dead', 1) end
  count('dead:' .. reason_of(grave), 1)
  redis.call('HSET', DEAD, id, grave)
end
local function exhume(id, grave)
  redis.call('HDEL', DEAD, id)
  count('dead', -1)
  count('dead:' .. reason_of(grave), -1)
end

local function bury(id, r, reason, stage, status, code, worker, message)
  local record = table.concat({ 1, string.format('%.0f', r.want), r.lane, r.group, without(r.flags, 'vsokd'), r.runs,
    r.attempts, r.deaths, r.throttles, sweep_number(), reason, stage, status, code, worker, r.since, NOW, message }, '|')
  entomb(id, record)
  redis.call('HDEL', JOBS, id)
  redis.call('XADD', DEADLOG, 'MAXLEN', '~', 10000, '*', 'job', id, 'record', record)
  event('type', 'job.dead', 'job', id, 'reason', reason, 'code', code, 'at', NOW)
  count('done:dead', 1)
  for run in string.gmatch(r.runs, '[^,]+') do sample_error(run, id .. '|' .. stage .. '|' .. code .. '|' .. message) end
  end_runs(r.runs, 'dead')
end

-- What an unreadable record still tells: its runs count it as dead. Where it does not tell, `audit` finds the runs short.
local function bury_unreadable(id, text)
  local runs, group = string.match(string.sub(text, 1, 2048),
    '^1|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([%w._~,-]*)|([%w._~-]*)|')
  local shown = string.gsub(string.sub(text, 1, 80), '[^%w|:,._ -]', '?')
  bury(id, { want = 0, lane = 3, group = string.sub(group or '', 1, 64), flags = '', runs = string.sub(runs or '', 1, 330),
    attempts = 0, deaths = 0, throttles = 0, since = string.format('%.0f', NOW) },
    'corrupt', 'queue', '', 'corrupt_record', '', #text .. ' bytes: ' .. shown)
end

-- Pauses and drains, until they end by themselves.
local function hold(text)
  if not text then return nil end
  local ends, since, author, reason = string.match(text, '^(%d*)|(%d+)|([^|]*)|(.*)$')
  if not ends then return { ends = '', since = '0', author = '', reason = 'unreadable' } end
  if ends ~= '' and tonumber(ends) <= NOW then return nil end
  return { ends = ends, since = since, author = author, reason = reason }
end

local function wait_until(ms, reason)
  local current = tonumber(redis.call('HGET', CTL, 'pausedUntil') or '0') or 0
  if ms > current then redis.call('HSET', CTL, 'pausedUntil', string.format('%.0f', ms), 'waitReason', reason) end
end

-- The end of every script that changes something.
local function flush()
  for field, by in pairs(counted) do
    if by ~= 0 then redis.call('HINCRBY', N, field, by) end
  end
  for run, counts in pairs(run_counts) do
    local key = BASE .. 'run:' .. run
    if redis.call('EXISTS', key) == 1 then
      for field, by in pairs(counts) do
        if by ~= 0 then redis.call('HINCRBY', key, field, by) end
      end
      finish_if_done(run)
    end
  end
  counted, run_counts = {}, {}
end

-- The jobs of up to `limit` expired leases: claimed alone from now on, dead when it happens too often.
local function reap(limit)
  local jobs = 0
  for _, fence in ipairs(redis.call('ZRANGEBYSCORE', LEASES, '-inf', NOW, 'LIMIT', 0, limit)) do
    local key = BASE .. 'b:' .. fence
    local worker, ids = string.match(redis.call('GET', key) or '', '^%d+|([^|]*)|%d+|%d+|(.*)$')
    local has_newer = false
    for id in string.gmatch(ids or '', '[^,]+') do
      local text = redis.call('HGET', JOBS, id)
      local r, is_newer
      if text then r, is_newer = parse(text) end
      has_newer = has_newer or is_newer
      if text and not r and not is_newer then
        count('active', -1)
        bury_unreadable(id, text)
      end
      if r and r.state == 'A' and r.fence == fence then
        jobs = jobs + 1
        count('active', -1)
        r.deaths = r.deaths + 1
        if r.deaths >= DEATH_LIMIT then
          bury(id, r, 'crash', 'worker', '', 'lease_expired', worker, r.deaths .. ' workers died or stalled with it')
        else
          r.flags = without(r.flags, 'vso') .. 'o'
          make_ready(id, r, false)
        end
      end
    end
    if has_newer then
      -- Left to those who can read its records.
      redis.call('ZADD', LEASES, NOW + 5000, fence)
    else
      redis.call('DEL', key)
      redis.call('ZREM', LEASES, fence)
      count('reaped', 1)
    end
  end
  return jobs
end
