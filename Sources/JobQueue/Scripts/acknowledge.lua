#!lua flags=allow-oom
-- Ends jobs: receipt, checkpoint, finished job, counts of its runs.
--
-- ARGV 1 fence, 2 number of jobs, then their ids, then for each what to do: first letter p(ushed), m (patched),
--      u(nchanged), s(kipped), d(eleted); second, of the checkpoint, and third, of the receipt behind it, k(eep), r(emove),
--      w(rite); then the checkpoint and the receipt that are to be written
-- Returns one text, a letter for each job: a(ccepted), (su)p(erseded), s(tale), o(utdated)

local OUTCOMES = { [112] = 'pushed', [109] = 'patched', [117] = 'unchanged', [115] = 'skipped', [100] = 'deleted' }
local KEEP, REMOVE, WRITE = 107, 114, 119
local fence, n = ARGV[1], tonumber(ARGV[2])
if n == 0 then return { '' } end
local call, sub, byte, match, read = redis.call, string.sub, string.byte, string.match, struct.unpack
local SWEEP, IS_SWEPT = sweep_number(), #sweeps_under_way() > 0
-- Reading all fields of a record takes three times as long.
local HELD = '^1|A|[0-3]|(%d+)|%d+|%d+|%d+|([^|]*)|[^|]*|' .. fence .. '|%d+|([^|]*)|'

-- By object: checkpoint and receipt, false: none. What is written goes out together.
local objects, known, written, size = {}, {}, {}, 0
for i = 1, n do objects[i] = sub(ARGV[2 + i], 3) end
for i, old in ipairs(call('HMGET', CHECKPOINTS, unpack(objects))) do
  known[objects[i]] = old and #old >= CHECKPOINT_LENGTH and old
end
local function put_written()
  if size > 0 then call('HSET', CHECKPOINTS, unpack(written, 1, size)) end
  size = 0
end

-- An object that is pushed now has been seen by every sweep under way; `runs` have counted it.
-- Returns the end of its checkpoint; `flags` are those of the checkpoint that is to be written.
local function seen(flags, old, runs)
  local mark, bits = 0, 0
  if old then mark, bits = read('<I2B', old, 16) end
  return marked(mark, bits - bits % 32 + flags % 32, SWEEP, runs)
end

-- true: the checkpoint in place is of a higher version and stays.
local FRESH = struct.pack('<I2', SWEEP)
local function write(id, object, ck, rc, result, forced, want, runs)
  local old, is_outdated, head, receipt = known[object], false, nil, nil
  if ck == REMOVE then
    -- What was confirmed as gone may have come back, and been pushed, meanwhile.
    if byte(id) == 120 and old and read('<I4', old) > want then return true end
    put_written()
    call('HDEL', CHECKPOINTS, object)
    known[object] = false
    return false
  elseif ck == WRITE then
    is_outdated = old and not forced and read('<I4', old) > read('<I4', result, 4)
    if is_outdated then
      head = sub(old, 1, 15) .. seen(byte(old, 18), old, runs)
    elseif old or (IS_SWEPT and runs ~= '') then
      head = sub(result, 4, 18) .. seen(byte(result, 21), old, runs)
    else
      head, receipt = sub(result, 4, 18) .. FRESH, sub(result, 21)
    end
  elseif old and IS_SWEPT and runs ~= '' then
    head = sub(old, 1, 15) .. seen(byte(old, 18), old, runs)
  elseif old and rc ~= KEEP then
    head = sub(old, 1, CHECKPOINT_LENGTH)
  else
    return false
  end
  -- Also when outdated: the receipt alone knows the document that the sink has now.
  if not receipt then
    if rc == WRITE then
      receipt = sub(result, ck == WRITE and 4 + CHECKPOINT_LENGTH or 4)
    else
      receipt = rc == KEEP and old and sub(old, CHECKPOINT_LENGTH + 1) or ''
    end
  end
  known[object] = head .. receipt
  written[size + 1], written[size + 2] = object, known[object]
  size = size + 2
  return is_outdated
end

local reply, ended, ends, left = {}, {}, {}, 0
local last_outcome, last_runs, last_key
local records, done = call('HMGET', JOBS, unpack(ARGV, 3, 2 + n)), {}
for i = 1, n do
  local id, result = ARGV[2 + i], ARGV[2 + n + i]
  local letter, ck, rc = byte(result, 1, 3)
  local outcome = OUTCOMES[letter]
  if not outcome or (ck == WRITE and #result < 3 + CHECKPOINT_LENGTH) then
    return redis.error_reply('ERR a result cannot be read: ' .. sub(result, 1, 80))
  end
  local want, runs, flags
  -- The same job twice in one call: the second is stale.
  if records[i] and not done[id] then want, runs, flags = match(records[i], HELD) end
  if not want then
    reply[i] = 's'
    count('late', 1)
  else
    done[id] = true
    left = left + 1
    want = tonumber(want)
    local is_superseded = flags ~= '' and (has(flags, 's')
      or (has(flags, 'v') and not (ck == WRITE and read('<I4', result, 4) >= want)))
    local is_outdated = write(id, objects[i], ck, rc, result, flags ~= '' and has(flags, 'f'), want,
      is_superseded and '' or runs)
    if is_superseded then
      local r = parse(records[i])
      r.flags = without(flags, 'vso')
      r.attempts, r.deaths, r.throttles, r.err = 0, 0, 0, ''
      make_ready(id, r, false)
      reply[i] = 'p'
    else
      ended[#ended + 1] = id
      -- Neighbours mostly end alike, for the same runs.
      if outcome ~= last_outcome or runs ~= last_runs then
        last_outcome, last_runs, last_key = outcome, runs, outcome .. '|' .. runs
      end
      ends[last_key] = (ends[last_key] or 0) + 1
      reply[i] = is_outdated and 'o' or 'a'
    end
  end
end
put_written()
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
return { table.concat(reply) }
