-- The three roles of design: the owner migrates, the gateway serves, the keeper opens. None may do more by birth.
-- Run as superuser; harmless when run again.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['holdfast_owner', 'holdfast_gateway', 'holdfast_keeper'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', role);
    END IF;
  END LOOP;
END $$;
