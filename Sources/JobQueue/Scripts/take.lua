#!lua flags=allow-oom
-- Turns of one quota: a bucket of tokens, slots for what is under way at the same time, and one pause for all.
-- Everybody who sends to the owner of the quota comes here, so nobody's clock and nobody's memory matters but the server's.
--
-- KEYS 1 quota, 2 slots (slot -> expiry in ms), 3 holders (holder -> last seen in ms)
-- ARGV 1 holder, 2 tokens a second at most, 3 most tokens saved up, 4 most slots, 5 tokens that are needed, 6 tokens that
--      would be used, 7 ms that a slot lives unless renewed, 8 ms of a pause to begin or '', 9 news, any of s(lower),
--      c(rowded), 10 tokens a second that the host says it refills or '', 11 number of slots wanted, then their names,
--      then number of slots given back, then their names, then the names of those held
-- Returns {tokens given (0: none), slots given, ms until tokens, ms of the pause, holders, 1 when others want slots,
--      1000 x tokens a second in force, slots in force}

local call, floor, max, min = redis.call, math.floor, math.max, math.min
local t = call('TIME')
local now = t[1] * 1000 + floor(t[2] / 1000)
local function number(i) return tonumber(ARGV[i]) or 0 end
local holder, limit, burst, most = ARGV[1], max(number(2), 0.01), max(number(3), 1), max(number(4), 1)
local need, want, life = number(5), number(6), number(7)

local FIELDS = { 'tokens', 'at', 'learned', 'slowed', 'faster', 'until', 'limit', 'limited', 'ceiling', 'narrow', 'narrowed',
  'most', 'mosted', 'hungry' }
local q = {}
for i, value in ipairs(call('HMGET', KEYS[1], unpack(FIELDS))) do
  local n = tonumber(value)
  -- NaN and infinities are none. Only tokens may be owed.
  if n and n == n and n < 1e15 and (n >= 0 or FIELDS[i] == 'tokens' and n > -1e6) then q[FIELDS[i]] = n end
end
-- A clock that was set back, or somebody who plays tricks.
for _, name in ipairs({ 'at', 'slowed', 'limited', 'narrowed', 'mosted', 'hungry' }) do
  if (q[name] or 0) > now then q[name] = nil end
end
for _, name in ipairs({ 'until', 'faster' }) do
  if (q[name] or 0) > now + 86460000 then q[name] = nil end
end

-- Whoever may do least sets the limits, as long as he is there.
local function least(name, since, own)
  if not q[name] or own <= q[name] or now - (q[since] or 0) > 60000 then q[name], q[since] = own, now end
  return q[name]
end
limit, most = max(least('limit', 'limited', limit), 0.01), max(least('most', 'mosted', most), 1)

-- What was learned stays below the limit until quiet minutes, each worth a tenth of it, have made up. 0: nothing was learned.
local learned = (q.faster or 0) > 0 and max(q.learned or limit, limit / 100) or limit
while learned < limit and now >= q.faster do learned, q.faster = learned + limit / 10, q.faster + 60000 end
if learned >= limit then learned, q.faster = limit, 0 end
local narrow = (q.narrowed or 0) > 0 and max(q.narrow or most, 1) or most
while narrow < most and now >= q.narrowed + 60000 do
  narrow, q.narrowed = narrow + max(floor(most / 10), 1), q.narrowed + 60000
end
if narrow >= most then narrow, q.narrowed = most, 0 end

if tonumber(ARGV[8]) then q['until'] = max(q['until'] or 0, now + min(max(number(8), 0), 86400000)) end
-- Answers to what was sent before the host said stop say the same again: they count once.
if string.find(ARGV[9], 's', 1, true) and now >= (q.slowed or 0) + 5000 then
  learned = max(limit / 100, min(learned, q.ceiling or learned) / 2)
  q.slowed, q.faster = now, max(now, q['until'] or 0) + 60000
end
if string.find(ARGV[9], 'c', 1, true) and now >= q.narrowed + 10000 then
  narrow, q.narrowed = max(floor(narrow / 2), 1), now
end
if tonumber(ARGV[10]) then q.ceiling = max(limit / 100, number(10)) end
local rate = min(learned, q.ceiling or learned)

local tokens = min(burst, (q.tokens or burst) + (now - (q.at or now)) / 1000 * rate)
local pause = min(max((q['until'] or 0) - now, 0), 86400000)

-- Slots: first what comes back.
local i = 12 + number(11)
local back = tonumber(ARGV[i]) or 0
if back > 0 then call('ZREM', KEYS[2], unpack(ARGV, i + 1, i + back)) end
for j = i + back + 1, #ARGV do call('ZADD', KEYS[2], 'XX', now + life, ARGV[j]) end
call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)

local given, slots, wait = 0, 0, 0
if pause == 0 and (need > 0 or number(11) > 0) then
  local free = narrow - call('ZCARD', KEYS[2])
  slots = max(min(free, number(11)), 0)
  if number(11) > 0 and slots == 0 then
    q.hungry = now
  elseif need > 0 then
    -- What costs more than can be saved up goes when the bucket is full, and leaves a debt.
    if tokens >= min(need, burst) then
      given = max(need, min(want, floor(tokens)))
      tokens = tokens - given
    else
      wait, slots = max(math.ceil((min(need, burst) - tokens) / rate * 1000), 1), 0
    end
  end
  for j = 12, 11 + slots do call('ZADD', KEYS[2], now + life, ARGV[j]) end
end

call('ZADD', KEYS[3], now, holder)
call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - 30000)
q.tokens, q.at, q.learned, q.narrow = tokens, now, learned, narrow
local fields = {}
for name, value in pairs(q) do
  fields[#fields + 1], fields[#fields + 2] = name, string.format('%.17g', value)
end
call('HSET', KEYS[1], unpack(fields))
for j = 1, 3 do call('PEXPIRE', KEYS[j], 172800000) end
return { given, slots, wait, pause, call('ZCARD', KEYS[3]), now - (q.hungry or 0) < 2000 and 1 or 0,
  floor(rate * 1000), narrow }
