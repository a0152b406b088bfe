#!lua flags=allow-oom
-- Puts jobs off, or gives them up.
--
-- ARGV 1 fence, 2 a random number in 0 ..< 1,
--      3… jobs: id|kind|delay in ms or ''|stage|HTTP status or ''|code|message
-- Returns a status for each job: delayed, ready, dead, stale

local ATTEMPT_LIMIT, THROTTLE_LIMIT, DAY = 8, 50, 86400000
local FIRST, LONGEST = 5000, 900000
local fence, random = ARGV[1], tonumber(ARGV[2])
local reply, left = {}, 0
local worker = string.match(redis.call('GETRANGE', BASE .. 'b:' .. fence, 0, 200), '^%d+|([^|]*)|') or ''

local function delay_by(id, r, ms)
  r.state, r.fence = 'D', ''
  save(id, r)
  redis.call('ZADD', DELAYED, NOW + math.floor(ms), id)
  count('delayed:' .. r.lane, 1)
  return 'delayed'
end

local function pause(reason)
  if hold(redis.call('HGET', CTL, 'pause:')) then return end
  redis.call('HSET', CTL, 'pause:', string.format('|%.0f||%s', NOW, reason))
  event('type', 'connector.paused', 'reason', reason, 'at', NOW)
end

-- The circuit breaker. Once open, the first failure after its time opens it again for twice as long.
local BREAKER_LIMIT, BREAKER_FIRST, BREAKER_LONGEST = 20, 30000, 600000
local function note_transient()
  local f = redis.call('HMGET', CTL, 'failures', 'trips', 'openUntil')
  local failures, trips, open_until = tonumber(f[1]) or 0, tonumber(f[2]) or 0, tonumber(f[3]) or 0
  -- Answers to what was asked before it opened.
  if open_until > NOW then return end
  failures = failures + 1
  if failures < BREAKER_LIMIT and trips == 0 then
    redis.call('HSET', CTL, 'failures', failures)
    return
  end
  local ms = math.min(BREAKER_FIRST * 2 ^ math.min(trips, 10), BREAKER_LONGEST)
  redis.call('HSET', CTL, 'failures', 0, 'trips', trips + 1, 'openUntil', string.format('%.0f', NOW + ms))
  wait_until(NOW + ms, 'circuit_open')
  event('type', 'connector.waiting', 'reason', 'circuit_open', 'ms', ms, 'at', NOW)
end

local function decide(id, r, kind, delay, stage, status, code, message)
  local first_throttled = kind == 'throttled' and tonumber(string.match(r.err, ' since (%d+)$')) or NOW
  r.err = code
  -- Something newer was asked for: what failed is not what is wanted now.
  local superseded = has(r.flags, 'v') or has(r.flags, 's')
  if kind == 'transient' then
    note_transient()
  elseif kind == 'permanent' then
    redis.call('HDEL', CTL, 'failures', 'trips', 'openUntil')
  end
  r.flags = without(r.flags, 'vs')
  if kind == 'authentication' then
    pause(message ~= '' and message or code)
    make_ready(id, r, true)
    return 'ready'
  elseif kind == 'throttled' or kind == 'postponed' then
    if delay == 0 then delay = FIRST end
    if kind == 'throttled' then
      r.throttles = r.throttles + 1
      wait_until(NOW + delay, 'throttled')
      r.err = string.format('%s since %.0f', code, first_throttled)
    end
    -- There is nothing wrong with one that was put off: it waits for as long as it takes.
    if kind == 'postponed' or r.throttles < THROTTLE_LIMIT and NOW - first_throttled < DAY then
      return delay_by(id, r, delay * (1 + random / 10))
    end
  elseif superseded then
    r.attempts = 0
    make_ready(id, r, false)
    return 'ready'
  elseif kind == 'transient' then
    r.attempts = r.attempts + 1
    if r.attempts < ATTEMPT_LIMIT then
      return delay_by(id, r, delay + random * math.min(LONGEST, FIRST * 2 ^ (r.attempts - 1)))
    end
  end
  bury(id, r, kind, stage, status, code, worker, message)
  return 'dead'
end

for i = 3, #ARGV do
  local id, kind, delay, stage, status, code, message = string.match(ARGV[i],
    '^([^|]+)|(%l+)|(%d*)|([^|]*)|(%d*)|([^|]*)|(.*)$')
  if not id then return redis.error_reply('ERR a failure cannot be read: ' .. string.sub(ARGV[i], 1, 80)) end
  local text = redis.call('HGET', JOBS, id)
  local r = text and parse(text)
  if not r or r.state ~= 'A' or r.fence ~= fence then
    reply[#reply + 1] = 'stale'
    count('late', 1)
  else
    left = left + 1
    reply[#reply + 1] = decide(id, r, kind, math.min(tonumber(delay) or 0, DAY), stage, status, code, message)
  end
end
leave(fence, left)
flush()
return reply
