-- The event log's own schema. Idempotent: applied at each start, under an advisory lock.
create schema if not exists touchline_log;

-- One row per partition. Its lock orders appends, so that offset order is commit order.
create table if not exists touchline_log.partition (
  id           int generated always as identity primary key,
  topic        text not null,
  partition    int not null,
  start_offset bigint not null default 0,
  next_offset  bigint not null default 0,
  bytes        bigint not null default 0,
  unique (topic, partition)
) with (fillfactor = 50);

create table if not exists touchline_log.record (
  partition_id   int not null,
  "offset"       bigint not null,
  appended_at_ms bigint not null,
  key            text not null,
  headers        text not null,
  value          bytea not null,
  primary key (partition_id, "offset")
);
-- Values are not worth compressing, and their length is then known without reading them.
do $$ begin
  if exists (select from pg_attribute where attrelid = 'touchline_log.record'::regclass
             and attname = 'value' and attstorage <> 'e') then
    alter table touchline_log.record alter column value set storage external;
  end if;
end $$;

create table if not exists touchline_log.member (
  group_name text not null,
  id         uuid not null,
  topics     text[] not null,
  expires_at timestamptz not null,
  primary key (group_name, id)
);

-- Where a group stands in a partition, and which member holds it.
create table if not exists touchline_log.place (
  group_name       text not null,
  partition_id     int not null,
  committed_offset bigint not null,
  member           uuid,
  primary key (group_name, partition_id)
) with (fillfactor = 50);

-- Creates a topic; whoever comes second leaves it as it is, whatever number of partitions it wanted.
create or replace function touchline_log.create_topic(in_topic text, partitions int)
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('touchline_log topic ' || in_topic, 0));
  if not exists (select from touchline_log.partition p where p.topic = in_topic) then
    insert into touchline_log.partition (topic, partition) select in_topic, generate_series(0, partitions - 1);
  end if;
end $$;

-- Appends records to partitions given in rising order of id. `heads[i]` numbers a record's partition in
-- `partition_ids`, from 1; values and headers stand one after the other in one byte string each.
create or replace function touchline_log.append(
  partition_ids int[], counts int[], sizes bigint[],
  heads int[], places int[], keys text[],
  header_starts int[], header_lengths int[], headers bytea,
  value_starts int[], value_lengths int[], "values" bytea
) returns void language plpgsql as $$
declare
  first_offset bigint;
  first_offsets bigint[] := '{}';
begin
  for i in 1 .. cardinality(partition_ids) loop
    update touchline_log.partition p
      set next_offset = p.next_offset + counts[i], bytes = p.bytes + sizes[i]
      where p.id = partition_ids[i]
      returning p.next_offset - counts[i] into strict first_offset;
    first_offsets := first_offsets || first_offset;
  end loop;
  insert into touchline_log.record (partition_id, "offset", appended_at_ms, key, headers, value)
    select partition_ids[r.head], first_offsets[r.head] + r.place,
           (extract(epoch from clock_timestamp()) * 1000)::bigint, r.key,
           convert_from(substring(headers from r.header_start for r.header_length), 'UTF8'),
           substring("values" from r.value_start for r.value_length)
    from unnest(heads, places, keys, header_starts, header_lengths, value_starts, value_lengths)
      as r(head, place, key, header_start, header_length, value_start, value_length);
  perform pg_notify('touchline_log', 'r' || array_to_string(partition_ids, ','));
end $$;

-- Renews a member's lease, buries the dead, and tells who lives.
create or replace function touchline_log.heartbeat(in_group text, in_member uuid, in_topics text[], lease_ms int)
returns table (id uuid, topics text[]) language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('touchline_log ' || in_group, 0));
  insert into touchline_log.member as m (group_name, id, topics, expires_at)
    values (in_group, in_member, in_topics, clock_timestamp() + lease_ms * interval '1 millisecond')
    on conflict on constraint member_pkey do update set topics = excluded.topics, expires_at = excluded.expires_at;
  delete from touchline_log.member m where m.group_name = in_group and m.expires_at < clock_timestamp();
  update touchline_log.place p set member = null
    where p.group_name = in_group and p.member is not null
      and not exists (select from touchline_log.member m where m.group_name = in_group and m.id = p.member);
  return query select m.id, m.topics from touchline_log.member m where m.group_name = in_group;
end $$;

-- Takes the partitions that nobody holds.
create or replace function touchline_log.claim(in_group text, in_member uuid, partition_ids int[])
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('touchline_log ' || in_group, 0));
  insert into touchline_log.place (group_name, partition_id, committed_offset)
    select in_group, p.id, p.start_offset from touchline_log.partition p where p.id = any (partition_ids)
    on conflict do nothing;
  update touchline_log.place p set member = in_member
    where p.group_name = in_group and p.partition_id = any (partition_ids) and p.member is null
      and exists (select from touchline_log.member m where m.group_name = in_group and m.id = in_member);
end $$;

-- Lets partitions go, or all of them, and the group's other members know.
create or replace function touchline_log.release(in_group text, in_member uuid, partition_ids int[], leaving boolean)
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('touchline_log ' || in_group, 0));
  update touchline_log.place p set member = null
    where p.group_name = in_group and p.member = in_member and (leaving or p.partition_id = any (partition_ids));
  if leaving then
    delete from touchline_log.member m where m.group_name = in_group and m.id = in_member;
  end if;
  perform pg_notify('touchline_log', 'g' || in_group);
end $$;

-- Commits a place if the member still holds it. A crash of the server may forget the last of these, which
-- brings records again: so it need not wait for the disk.
create or replace function touchline_log.commit_place(in_group text, in_member uuid, in_partition int, next_offset bigint)
returns boolean language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  update touchline_log.place p set committed_offset = next_offset
    where p.group_name = in_group and p.partition_id = in_partition and p.member = in_member;
  return found;
end $$;

-- Deletes from the oldest records of a partition, at most `step`: those too old or beyond the size that no group still
-- has to commit and that stand below `needed_from`, and those beyond the hard limits in any case. Tells how many, and
-- how many of them were still needed.
create or replace function touchline_log.trim_unneeded(
  in_partition int, step int, oldest_ms bigint, max_bytes bigint, needed_from bigint, hard_oldest_ms bigint, hard_max_bytes bigint
) returns table (trimmed int, needed int) language plpgsql as $$
declare
  held bigint;
  free_to bigint;
begin
  select bytes into held from touchline_log.partition where id = in_partition;
  select least(needed_from, min(g.committed_offset)) into free_to
    from touchline_log.place g where g.partition_id = in_partition;
  return query
  with oldest as (
    select r."offset", r.appended_at_ms, octet_length(r.value) + octet_length(r.headers) + octet_length(r.key) as size
    from touchline_log.record r where r.partition_id = in_partition order by r."offset" limit step
  ), summed as (
    select o.*, sum(o.size) over (order by o."offset") - o.size as before from oldest o
  ), doomed as (
    delete from touchline_log.record r using summed s
    where r.partition_id = in_partition and r."offset" = s."offset"
      and (s.appended_at_ms < hard_oldest_ms or held - s.before > hard_max_bytes
        or (s."offset" < free_to and (s.appended_at_ms < oldest_ms or held - s.before > max_bytes)))
    returning s."offset", s.size
  ), total as (
    select count(*)::int as records, (count(*) filter (where d."offset" >= free_to))::int as needed,
      max(d."offset") as last_offset, coalesce(sum(d.size), 0)::bigint as size from doomed d
  ), moved as (
    update touchline_log.partition p set start_offset = t.last_offset + 1, bytes = greatest(0, p.bytes - t.size)
    from total t where p.id = in_partition and t.records > 0
  )
  select t.records, t.needed from total t;
end $$;

-- Deletes from the oldest records of a partition, at most `step`, those too old or beyond the size; tells how many. Of the
-- version before: kept while one of it may still run.
create or replace function touchline_log.trim(in_partition int, step int, oldest_ms bigint, max_bytes bigint)
returns int language plpgsql as $$
declare
  held bigint;
  trimmed int;
begin
  select bytes into held from touchline_log.partition where id = in_partition;
  with oldest as (
    select r."offset", r.appended_at_ms, octet_length(r.value) + octet_length(r.headers) + octet_length(r.key) as size
    from touchline_log.record r where r.partition_id = in_partition order by r."offset" limit step
  ), summed as (
    select o.*, sum(o.size) over (order by o."offset") - o.size as before from oldest o
  ), doomed as (
    delete from touchline_log.record r using summed s
    where r.partition_id = in_partition and r."offset" = s."offset"
      and (s.appended_at_ms < oldest_ms or held - s.before > max_bytes)
    returning s."offset", s.size
  ), total as (
    select count(*)::int as records, max("offset") as last_offset, coalesce(sum(size), 0)::bigint as size from doomed
  ), moved as (
    update touchline_log.partition p set start_offset = t.last_offset + 1, bytes = greatest(0, p.bytes - t.size)
    from total t where p.id = in_partition and t.records > 0
  )
  select records into trimmed from total;
  return trimmed;
end $$;
