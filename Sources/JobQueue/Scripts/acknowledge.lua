#!lua flags=allow-oom
-- Ends jobs: receipt, checkpoint, finished job, counts of its runs.
--
-- ARGV 1 fence, 2 number of jobs, then their ids, then what to do with each, then their checkpoints, then their receipts.
--      What to do: first letter p(ushed), m (patched), u(nchanged), s(kipped), d(eleted); second, of the checkpoint, and
--      third, of the receipt, k(eep), r(emove), w(rite); then the bucket
-- Returns a status for each job: accepted, superseded, stale, outdated

local OUTCOMES = { [112] = 'pushed', [109] = 'patched', [117] = 'unchanged', [115] = 'skipped', [100] = 'deleted' }
local REMOVE, WRITE = 114, 119
local fence, n = ARGV[1], tonumber(ARGV[2])
if n == 0 then return {} end
local call, sub, byte, match, read = redis.call, string.sub, string.byte, string.match, struct.unpack
local CKS, RCS, SWEEP, IS_SWEPT = BASE .. 'ck:', BASE .. 'rc:', sweep_number(), #sweeps_under_way() > 0
local FRESH = struct.pack('<I2', SWEEP)
-- Reading all fields of a record takes three times as long.
local HELD = '^1|A|[0-3]|(%d+)|%d+|%d+|%d+|([^|]*)|[^|]*|' .. fence .. '|%d+|([^|]*)|'

-- An object that is pushed now has been seen by every sweep under way; `runs` have counted it.
local function write_checkpoint(key, object, bytes, old, runs)
  if not old and (runs == '' or not IS_SWEPT) then
    call('HSET', key, object, sub(bytes, 1, 15) .. FRESH .. sub(bytes, 18))
    return
  end
  local mark, bits = 0, 0
  if old then mark, bits = read('<I2B', old, 16) end
  bits = bits - bits % 32 + byte(bytes, 18) % 32
  call('HSET', key, object, sub(bytes, 1, 15) .. marked(mark, bits, SWEEP, runs))
end

-- true: the checkpoint in place is of a higher version and stays.
local function write(id, bucket, ck, bytes, rc, receipt, forced, want, runs)
  local object, is_outdated = sub(id, 3), false
  local ck_key = CKS .. bucket
  if ck == WRITE and #bytes == 18 then
    local old = call('HGET', ck_key, object)
    if old and #old ~= 18 then old = false end
    if old and not forced and read('<I4', old) > read('<I4', bytes) then
      is_outdated = true
      write_checkpoint(ck_key, object, old, old, runs)
    else
      write_checkpoint(ck_key, object, bytes, old, runs)
    end
  elseif ck == REMOVE then
    -- What was confirmed as gone may have come back, and been pushed, meanwhile.
    if byte(id) == 120 then
      local old = call('HGET', ck_key, object)
      if old and #old == 18 and read('<I4', old) > want then return true end
    end
    call('HDEL', ck_key, object)
  elseif IS_SWEPT and runs ~= '' then
    local old = call('HGET', ck_key, object)
    if old and #old == 18 then write_checkpoint(ck_key, object, old, old, runs) end
  end
  -- Also when outdated: the receipt alone knows the document that the sink has now.
  if rc == WRITE then
    call('HSET', RCS .. bucket, object, receipt)
  elseif rc == REMOVE then
    call('HDEL', RCS .. bucket, object)
  end
  return is_outdated
end

local reply, ended, ends, left = {}, {}, {}, 0
local last_outcome, last_runs, last_key
local records, done = call('HMGET', JOBS, unpack(ARGV, 3, 2 + n)), {}
for i = 1, n do
  local id, what, bytes = ARGV[2 + i], ARGV[2 + n + i], ARGV[2 + 2 * n + i]
  local letter, ck, rc = byte(what, 1, 3)
  local outcome = OUTCOMES[letter]
  if not outcome then return redis.error_reply('ERR a result cannot be read: ' .. sub(what, 1, 80)) end
  local want, runs, flags
  -- The same job twice in one call: the second is stale.
  if records[i] and not done[id] then want, runs, flags = match(records[i], HELD) end
  if not want then
    reply[i] = 'stale'
    count('late', 1)
  else
    done[id] = true
    left = left + 1
    want = tonumber(want)
    local is_superseded = flags ~= '' and (has(flags, 's')
      or (has(flags, 'v') and not (ck == WRITE and #bytes == 18 and read('<I4', bytes) >= want)))
    local is_outdated = write(id, sub(what, 4), ck, bytes, rc, ARGV[2 + 3 * n + i], flags ~= '' and has(flags, 'f'), want,
      is_superseded and '' or runs)
    if is_superseded then
      local r = parse(records[i])
      r.flags = without(flags, 'vso')
      r.attempts, r.deaths, r.throttles, r.err = 0, 0, 0, ''
      make_ready(id, r, false)
      reply[i] = 'superseded'
    else
      ended[#ended + 1] = id
      -- Neighbours mostly end alike, for the same runs.
      if outcome ~= last_outcome or runs ~= last_runs then
        last_outcome, last_runs, last_key = outcome, runs, outcome .. '|' .. runs
      end
      ends[last_key] = (ends[last_key] or 0) + 1
      reply[i] = is_outdated and 'outdated' or 'accepted'
    end
  end
end
if #ended > 0 then call('HDEL', JOBS, unpack(ended)) end
-- The site and the sink do their work again.
if left > 0 then call('HDEL', CTL, 'failures', 'trips', 'openUntil') end
for key, number in pairs(ends) do
  local outcome, runs = match(key, '^(%l+)|(.*)$')
  count('done:' .. outcome, number)
  for run in string.gmatch(runs, '[^,]+') do
    run_count(run, outcome, number)
    run_count(run, 'pending', -number)
  end
end
leave(fence, left)
flush()
return reply
