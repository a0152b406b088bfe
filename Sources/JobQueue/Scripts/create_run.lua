#!lua flags=allow-oom
-- Creates a run, or finds the active one that answers the same request.
--
-- ARGV 1 id or '', 2 random letters for a made-up id, 3 mode, 4 class, 5 force '1' or '0', 6 spaces, comma separated,
--      7 lane, 8 source, 9 most active runs, 10 '1' to join any active run of the class,
--      11 request or '' (the same request is answered with the same run for a day), 12 stream for its replies or '',
--      13 trace context or '', 14 slot of a schedule or '' (a slot makes one run), 15 seconds it is remembered for
-- Returns {'created', id}, {'joined', id}, {'repeated', id}, {'full'}, {'crowded'} when too many want to hear of its end,
--      {'fired'} when the slot has been used

local KEPT, ASKERS = 100, 1000
local id, request = ARGV[1], ARGV[11] or ''
if ARGV[14] ~= '' and not redis.call('SET', BASE .. 'cron:' .. ARGV[14], '1', 'NX', 'EX', ARGV[15]) then
  return { 'fired' }
end
local request_key = BASE .. 'req:' .. request
if request ~= '' then
  local before = redis.call('GET', request_key)
  if before then return { 'repeated', before } end
end
-- Who is to be told when the run has ended: the outbox's reader sees to it.
local function is_crowded(run) return request ~= '' and redis.call('HLEN', BASE .. 'asks:' .. run) >= ASKERS end
local function answer(how, run)
  if is_crowded(run) then return { 'crowded' } end
  if request ~= '' then
    local asks = BASE .. 'asks:' .. run
    redis.call('SET', request_key, run, 'PX', 86400000)
    redis.call('HSET', asks, request, ARGV[12] or '')
    redis.call('PEXPIRE', asks, 2592000000)
  end
  return { how, run }
end

if id ~= '' and redis.call('EXISTS', BASE .. 'run:' .. id) == 1 then return answer('joined', id) end

-- What happened since a delta run began to read the feeds is not in it: another one follows. Where several still wait for
-- their jobs, the newest of them reads once more instead.
local DELTAS_THAT_WAIT = 2
local waiting = {}

local active, ended = 0, {}
for _, other in ipairs(redis.call('ZREVRANGE', RUNS, 0, -1)) do
  local f = redis.call('HMGET', BASE .. 'run:' .. other, 'state', 'mode', 'force', 'spaces', 'class')
  if is_active(f[1]) then
    active = active + 1
    if (ARGV[10] == '1' and f[5] == ARGV[4]) or (f[2] == ARGV[3] and f[3] == ARGV[5] and f[4] == ARGV[6]) then
      if f[2] ~= 'delta' or f[1] == 'pending' then return answer('joined', other) end
      -- So that it does not wait long itself.
      if f[1] == 'enumerating' then redis.call('HSET', BASE .. 'run:' .. other, 'followed', '1') end
      if f[1] == 'processing' then waiting[#waiting + 1] = other end
    end
  else
    ended[#ended + 1] = other
  end
end
if #waiting >= DELTAS_THAT_WAIT then
  if is_crowded(waiting[1]) then return { 'crowded' } end
  redis.call('HSET', BASE .. 'run:' .. waiting[1], 'state', 'pending')
  redis.call('HDEL', BASE .. 'run:' .. waiting[1], 'closed', 'followed')
  return answer('joined', waiting[1])
end
if active >= tonumber(ARGV[9]) then return { 'full' } end

-- The oldest that ended make room.
while active + #ended >= KEPT and #ended > 0 do
  local oldest = table.remove(ended)
  redis.call('UNLINK', BASE .. 'run:' .. oldest, BASE .. 'asks:' .. oldest)
  redis.call('ZREM', RUNS, oldest)
end

-- Places in listings are of no use when a run has ended, and of a large site they are many.
for i = 1, math.min(#ended, 3) do
  local key = BASE .. 'run:' .. ended[i]
  if redis.call('HLEN', key) > 60 then
    local found, fields = redis.call('HSCAN', key, 0, 'MATCH', 'cur:*', 'COUNT', 1000)[2], {}
    for j = 1, math.min(#found, 4000), 2 do fields[#fields + 1] = found[j] end
    if #fields > 0 then redis.call('HDEL', key, unpack(fields)) end
  end
end

if id == '' then id = string.format('%x%s', NOW, ARGV[2]) end
redis.call('HSET', BASE .. 'run:' .. id, 'id', id, 'mode', ARGV[3], 'class', ARGV[4], 'force', ARGV[5],
  'spaces', ARGV[6], 'lane', ARGV[7], 'source', ARGV[8], 'state', 'pending', 'pending', 0, 'created', NOW)
if ARGV[13] ~= '' then redis.call('HSET', BASE .. 'run:' .. id, 'traceparent', ARGV[13]) end
-- To the microsecond: of two that were created in one millisecond one is the newer.
redis.call('ZADD', RUNS, string.format('%.3f', NOW_US / 1000), id)
event('type', 'run.created', 'run', id, 'mode', ARGV[3], 'at', NOW)
return answer('created', id)
