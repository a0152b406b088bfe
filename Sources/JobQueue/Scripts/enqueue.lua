#!lua
-- Stores the jobs that follow from listed items. Refused when Redis is full: no allow-oom here.
--
-- ARGV 1 lane, 2 run or '', 3 sweep or '', 4 '1' to mark, 5 cursor field or '', 6 cursor value ('' removes it),
--      7 pipeline, 8 high watermark (0: none),
--      9… items: id|group|version|bucket|ordinal|tree digest or ''|facts digest or ''|flags
-- Returns {'ok', added, merged, unchanged, skipped, repeated, dead}
--      or {'full'}, {'ended'}, {'draining'} with nothing stored.

local lane, run, sweep, mark = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local high = tonumber(ARGV[8])
local run_key = BASE .. 'run:' .. run

if redis.call('HGET', CTL, 'drain') == '1' then return { 'draining' } end
if run ~= '' and not is_active(redis.call('HGET', run_key, 'state')) then return { 'ended' } end
if high > 0 and #ARGV > 8 then
  local waiting = 0
  for _, value in ipairs(redis.call('HMGET', N, 'ready:' .. lane, 'ready:' .. lane .. 'a', 'ready:' .. lane .. 'x',
    'delayed:' .. lane)) do
    waiting = waiting + (tonumber(value) or 0)
  end
  if waiting >= high then return { 'full' } end
end

local items, ids = {}, {}
for i = 9, #ARGV do
  local id, group, want, bucket, ordinal, tree, facts, flags = string.match(ARGV[i],
    '^([^|]+)|([^|]*)|(%d+)|(%d+)|(%d+)|(%d*)|(%d*)|(%a*)$')
  if not id then return redis.error_reply('ERR an item cannot be read: ' .. string.sub(ARGV[i], 1, 80)) end
  ids[#ids + 1] = id
  items[#items + 1] = { id = id, group = group, want = tonumber(want), bucket = bucket, ordinal = tonumber(ordinal),
    tree = tonumber(tree), facts = tonumber(facts), flags = flags }
end
local records = #ids > 0 and redis.call('HMGET', JOBS, unpack(ids)) or {}
local graves = #ids > 0 and redis.call('EXISTS', DEAD) == 1 and redis.call('HMGET', DEAD, unpack(ids)) or {}

local added, merged, unchanged, skipped, repeated, dead = 0, 0, 0, 0, 0, 0
-- An object may be named twice in one call: what was written for it, and its changed dead record.
local written, reburied = {}, {}

-- New ready jobs are written together: one push a list.
local fresh, lists, order = {}, {}, {}
local function add(item, flags, for_run)
  local kind = family(item.id)
  local r = { state = 'R', lane = lane, want = item.want, attempts = 0, deaths = 0, throttles = 0,
    runs = for_run and run or '', group = item.group, fence = '', since = string.format('%.0f', NOW), flags = flags, err = '' }
  local text = pack(r)
  fresh[#fresh + 1] = item.id
  fresh[#fresh + 1] = text
  written[item.id] = text
  local list = lane .. kind .. ':' .. item.group
  if not lists[list] then
    lists[list] = { kind = kind, group = item.group }
    order[#order + 1] = list
  end
  local ready = lists[list]
  ready[#ready + 1] = item.id
  count('ready:' .. lane .. kind, 1)
  if for_run and run ~= '' then run_count(run, 'pending', 1) end
  added = added + 1
end

local function write_fresh()
  if #fresh == 0 then return end
  redis.call('HSET', JOBS, unpack(fresh))
  for _, list in ipairs(order) do
    local ready = lists[list]
    if redis.call('RPUSH', BASE .. 'q:' .. list, unpack(ready)) == #ready then
      redis.call('RPUSH', BASE .. 'ring:' .. lane .. ready.kind, ready.group)
    end
  end
  fresh, lists, order = {}, {}, {}
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

local function merge(item, r, needs_body, seen)
  local higher = item.want > r.want
  local widened = false
  if has(r.flags, 'm') and (higher or needs_body) then
    r.flags = without(r.flags, 'm')
    widened = true
  end
  for _, letter in ipairs({ 'c', 'f' }) do
    if has(item.flags, letter) and not has(r.flags, letter) then
      r.flags = r.flags .. letter
      widened = true
    end
  end
  local urgent = lane < r.lane
  local before = r.lane
  if higher then r.want = item.want end
  if urgent then r.lane = lane end
  if run == '' then
    if r.runs ~= '' and not has(r.flags, 'k') then r.flags = r.flags .. 'k' end
  elseif not seen and not known(r.runs) then
    local runs = with_run(r.runs)
    if runs then
      r.runs = runs
      run_count(run, 'pending', 1)
    end
  end
  if r.state == 'A' then
    if higher and not has(r.flags, 'v') then r.flags = r.flags .. 'v' end
    if widened and not has(r.flags, 's') then r.flags = r.flags .. 's' end
    save(item.id, r)
  elseif urgent then
    -- The entry in the old lane is passed over by the claim that meets it.
    if r.state == 'R' then
      count('ready:' .. before .. family(item.id), -1)
    else
      redis.call('ZREM', DELAYED, item.id)
      count('delayed:' .. before, -1)
    end
    if has(r.flags, 'o') and r.state == 'R' then
      count('ready:' .. lane .. family(item.id), 1)
      save(item.id, r)
    else
      make_ready(item.id, r, false)
    end
  else
    save(item.id, r)
  end
  written[item.id] = pack(r)
  merged = merged + 1
end

for i, item in ipairs(items) do
  local id, flags = item.id, item.flags
  local is_absence = string.sub(id, 1, 1) == 'x'
  local wide = has(flags, 'c') or has(flags, 'f')

  local ck_key, object, ck = BASE .. 'ck:' .. item.bucket, string.sub(id, 3), nil
  if not is_absence then ck = redis.call('HGET', ck_key, object) end
  if ck and #ck ~= 18 then ck = nil end
  local ck_version, ck_tree, ck_facts, _, ck_ordinal, ck_sweep, ck_flags
  if ck then ck_version, ck_tree, ck_facts, _, ck_ordinal, ck_sweep, ck_flags = struct.unpack(CHECKPOINT, ck) end
  local seen = sweep ~= nil and ck ~= nil and ck_sweep == sweep
  if mark and sweep and ck and not seen then
    redis.call('HSET', ck_key, object, string.sub(ck, 1, 15) .. struct.pack('<I2', sweep) .. string.sub(ck, 18))
  end
  local needs_body = wide or not ck or item.want > ck_version

  local text = written[id] or records[i]
  local r, is_newer
  if text then r, is_newer = parse(text) end
  local grave = not text and (reburied[id] or graves[i])
  if r then
    -- 1. The job exists.
    if fresh[1] then write_fresh() end
    merge(item, r, needs_body, seen)
  elseif is_newer then
    merged = merged + 1
  else
    local buried, counted_in
    if grave then
      local w, number = string.match(grave, '^1|(%d+)|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|(%d+)|')
      if w then
        buried, counted_in = tonumber(w), tonumber(number)
      else
        redis.call('HDEL', DEAD, id)
        count('dead', -1)
      end
    end
    local in_sweep = sweep ~= nil and counted_in == sweep
    if buried and not (item.want > buried or lane <= 1 or wide) then
      -- 2. Given up on, and nothing new.
      dead = dead + 1
      if mark and sweep and not in_sweep then
        if run ~= '' then run_count(run, 'dead', 1) end
        local a, b = string.match(grave, '^(1|%d+|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|)%d+(|.*)$')
        reburied[id] = a .. sweep .. b
        redis.call('HSET', DEAD, id, reburied[id])
      end
    else
      if buried then
        redis.call('HDEL', DEAD, id)
        count('dead', -1)
      end
      -- 3. Compare with what the sink has.
      local differs = ck and (ck_ordinal ~= item.ordinal
        or (item.tree and (ck_flags % 2 == 0 or ck_tree ~= item.tree))
        or (item.facts and (ck_flags % 2 == 0 or ck_facts ~= item.facts)))
      if buried or is_absence or needs_body then
        add(item, is_absence and flags or without(flags, 'm'), not seen and not in_sweep)
      elseif differs then
        add(item, without(flags, 'm') .. 'm', not seen)
      -- 4. Nothing to do.
      elseif mark and sweep then
        if seen then
          repeated = repeated + 1
        else
          local is_skipped = math.floor(ck_flags / 2) % 2 == 1
          if is_skipped then skipped = skipped + 1 else unchanged = unchanged + 1 end
          if run ~= '' then run_count(run, is_skipped and 'skipped' or 'unchanged', 1) end
        end
      else
        unchanged = unchanged + 1
      end
    end
  end
end

write_fresh()
if ARGV[5] ~= '' and run ~= '' then
  if ARGV[6] == '' then
    redis.call('HDEL', run_key, 'cur:' .. ARGV[5])
  else
    redis.call('HSET', run_key, 'cur:' .. ARGV[5], ARGV[6])
  end
end
flush()
return { 'ok', added, merged, unchanged, skipped, repeated, dead }
