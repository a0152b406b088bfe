#!lua flags=allow-oom
-- Returns name, value, name, value, …

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
    for _, group in ipairs(redis.call('LRANGE', BASE .. 'ring:' .. lane .. kind, 0, 199)) do
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
tell('leases', redis.call('ZCARD', LEASES))
local gate = redis.call('HMGET', CTL, 'paused', 'reason', 'drain', 'pausedUntil')
tell('paused', tonumber(gate[1] or '0') or 0)
tell('reason', gate[2] or '')
tell('drain', tonumber(gate[3] or '0') or 0)
tell('wait', math.max((tonumber(gate[4] or '0') or 0) - NOW, 0))
tell('sweep', sweep_number())
return reply
