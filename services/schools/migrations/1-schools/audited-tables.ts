/** The tables of which the schools service keeps an audit trail, and who may read it (docs/decisions/0058). */
export const AUDITED_TABLES = `
  call directory.keep_audit_trail('schools');
  -- Who reads an entitlement or a membership reads its history: by the holder or the school in reach, or
  -- as the owner or one above it.
  create policy reach on schools.audit_entry for select to freischalter_schools using (
    (select directory.is_operator())
    or ((select directory.caller_kind()) = 'licensing'
        and (owner_id in (select directory.within())
             or holder_id in (select directory.organisations_over_reach_now()))));

  call directory.audit_changes_of('schools.organisation', 'id', 'id', 'id');
  call directory.audit_changes_of('schools.school_group', 'id', 'owner_id', 'id');
  call directory.audit_changes_of('schools.membership', 'id', 'organisation_id', 'school_id');
  call directory.audit_changes_of('schools.media_centre_area', 'id', 'media_centre_id', 'district_id');
  -- Of a suspension there is its own entry: that the version was raised with it says nothing more.
  call directory.audit_changes_of('schools.entitlement', 'id', 'owner_id', 'holder_id', left_out => array['version']);
  call directory.audit_changes_of('schools.entitlement_suspension', 'entitlement_id',
    '(select e.owner_id from schools.entitlement e where e.id = entitlement_id)',
    '(select e.holder_id from schools.entitlement e where e.id = entitlement_id)');
  -- A key's id is 16 hexadecimal digits, which are 64 bits. Of its owner nothing is known: operators read these.
  call directory.audit_changes_of('schools.api_key', $id$('x' || id)::bit(64)::bigint$id$,
    left_out => array['hash', 'last_used_at']);
  -- Of who is asked and what was answered nothing is known of an owner: nobody learns here what others answered. Remarks can be
  -- erased, so they are not here.
  call directory.audit_changes_of('schools.survey', 'id', 'owner_id');
  call directory.audit_changes_of('schools.survey_candidate', 'survey_id',
    '(select s.owner_id from schools.survey s where s.id = survey_id)');
  call directory.audit_changes_of('schools.survey_request', 'survey_id');
  call directory.audit_changes_of('schools.survey_answer', 'survey_id', left_out => array['remark']);

  -- Runs as its owner: only who may read all of a change may undo it.
  create function schools.extent_of_change(change bigint, out entries int, out others int) stable security definer
    language sql set search_path = pg_catalog, pg_temp as $$
      select count(*)::int, count(*) filter (where e.object not in ('entitlement', 'entitlement_suspension'))::int
      from schools.audit_entry e where e.change_id = change
    $$;
  comment on function schools.extent_of_change is 'how many rows it changed, and of them those of other tables than entitlements';
`;
