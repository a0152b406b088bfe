#!lua flags=allow-oom
-- Ends jobs: receipt, checkpoint, finished job, counts of its runs.
--
-- ARGV 1 fence, then three for each job: id|outcome|bucket|C|R, checkpoint bytes, receipt bytes;
--      C and R are k(eep), r(emove) or w(rite)
-- Returns a status for each job: accepted, superseded, stale, outdated

local fence = ARGV[1]
local sweep = struct.pack('<I2', sweep_number())
local reply, ended, left = {}, {}, 0

local heads, ids = {}, {}
for i = 2, #ARGV, 3 do
  local id, outcome, bucket, c, r = string.match(ARGV[i], '^([^|]+)|(%l+)|(%d+)|([krw])|([krw])$')
  if not id then return redis.error_reply('ERR a result cannot be read: ' .. string.sub(ARGV[i], 1, 80)) end
  heads[#heads + 1] = { outcome, bucket, c, r, ARGV[i + 1], ARGV[i + 2] }
  ids[#ids + 1] = id
end
if #ids == 0 then return reply end

-- true: the checkpoint in place is of a higher version and stays.
local function write(id, head, r)
  local object, forced = string.sub(id, 3), has(r.flags, 'f')
  local bytes = head[5]
  local ck_key, rc_key = BASE .. 'ck:' .. head[2], BASE .. 'rc:' .. head[2]
  local is_outdated = false
  -- What was confirmed as gone may have come back, and been pushed, meanwhile.
  if string.sub(id, 1, 1) == 'x' and head[3] == 'r' then
    local old = redis.call('HGET', ck_key, object)
    if old and #old == 18 and struct.unpack('<I4', old) > r.want then return true end
  end
  if head[3] == 'w' and #bytes == 18 then
    local old = not forced and redis.call('HGET', ck_key, object)
    if old and #old == 18 and struct.unpack('<I4', old) > struct.unpack('<I4', bytes) then
      is_outdated = true
    else
      redis.call('HSET', ck_key, object, string.sub(bytes, 1, 15) .. sweep .. string.sub(bytes, 18))
    end
  elseif head[3] == 'r' then
    redis.call('HDEL', ck_key, object)
  end
  -- Even then: the receipt alone knows the document that the sink has now.
  if head[4] == 'w' then
    redis.call('HSET', rc_key, object, head[6])
  elseif head[4] == 'r' then
    redis.call('HDEL', rc_key, object)
  end
  return is_outdated
end

-- What is there is freed before anything is written: it must go on when Redis is full.
local records = redis.call('HMGET', JOBS, unpack(ids))
for i, id in ipairs(ids) do
  local head, r = heads[i], records[i] and parse(records[i])
  if not r or r.state ~= 'A' or r.fence ~= fence then
    reply[i] = 'stale'
  else
    -- The same id twice in one call: the second is stale.
    for j = i + 1, #ids do
      if ids[j] == id then records[j] = false end
    end
    left = left + 1
    local got = head[3] == 'w' and #head[5] == 18 and struct.unpack('<I4', head[5]) or -1
    local is_superseded = has(r.flags, 's') or (has(r.flags, 'v') and got < r.want)
    if not is_superseded then ended[#ended + 1] = id end
    local is_outdated = write(id, head, r)
    if is_superseded then
      r.flags = without(r.flags, 'vso')
      r.attempts, r.deaths, r.throttles, r.err = 0, 0, 0, ''
      make_ready(id, r, false)
      reply[i] = 'superseded'
    else
      count('done:' .. head[1], 1)
      end_runs(r.runs, head[1])
      reply[i] = is_outdated and 'outdated' or 'accepted'
    end
  end
end
if #ended > 0 then redis.call('HDEL', JOBS, unpack(ended)) end
leave(fence, left)
flush()
return reply
