#!lua flags=allow-oom
-- Returns name, value, name, value, …; each hold as six pairs: hold, kind, '', space, '', ends, …

local reply = {}
local function tell(name, value)
  reply[#reply + 1] = name
  reply[#reply + 1] = value
end
local function number(name) return tonumber(redis.call('HGET', N, name) or '0') or 0 end

for lane = 0, 3 do
  local ready, oldest = 0, nil
  for _, kind in ipairs({ '', 'a', 'x' }) do
    ready = ready + number('ready:' .. lane .. kind)
    for _, group in ipairs(redis.call('LRANGE', BASE .. 'ring:' .. lane .. kind, 0, 49)) do
      local id = redis.call('LINDEX', BASE .. 'q:' .. lane .. kind .. ':' .. group, 0)
      local text = id and redis.call('HGET', JOBS, id)
      local r = text and parse(text)
      if r and r.state == 'R' and r.lane == lane then oldest = math.min(oldest or NOW, tonumber(r.since)) end
    end
  end
  tell('ready:' .. lane, ready)
  tell('delayed:' .. lane, number('delayed:' .. lane))
  if oldest then tell('oldest:' .. lane, NOW - oldest) end
end
tell('jobs', redis.call('HLEN', JOBS))
tell('active', number('active'))
tell('dead', redis.call('HLEN', DEAD))
for _, reason in ipairs(REASONS) do tell('dead:' .. reason, number('dead:' .. reason)) end
tell('leases', redis.call('ZCARD', LEASES))
-- Few fields: those of spaces are bounded.
local gate = redis.call('HGETALL', CTL)
local waits, reason = 0, ''
for i = 1, #gate, 2 do
  local field, value = gate[i], gate[i + 1]
  local kind, space = string.match(field, '^(%l+):(.*)$')
  if kind == 'pause' or kind == 'drain' then
    local h = hold(value)
    if h then
      tell('hold', kind)
      tell('', space)
      for _, name in ipairs({ 'ends', 'since', 'author', 'reason' }) do tell('', h[name]) end
    end
  elseif field == 'pausedUntil' then
    waits = math.max((tonumber(value) or 0) - NOW, 0)
  elseif field == 'waitReason' then
    reason = value
  end
end
tell('wait', waits)
if waits > 0 then tell('waitReason', reason) end
tell('sweep', sweep_number())
return reply
