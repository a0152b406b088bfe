#!lua flags=allow-oom
-- SET, also when Redis is full: what was done is remembered as done.
--
-- KEYS 1 key
-- ARGV value and options of SET
-- Returns what SET does

return redis.call('SET', KEYS[1], unpack(ARGV))
