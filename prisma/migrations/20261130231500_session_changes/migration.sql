-- Tells every instance at once which session or person is not any more what it may have in memory, whoever changes it.
CREATE FUNCTION "tell_session_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session_changes', CASE TG_OP WHEN 'TRUNCATE' THEN '' ELSE OLD.id::text END);
  RETURN NULL;
END
$$;

-- Activity alone is no change: an instance that does not know of it reads the row again when the end comes.
CREATE TRIGGER "Session_changed" AFTER UPDATE ON "Session" FOR EACH ROW
  WHEN (NEW."expiresAt" < OLD."expiresAt"
    OR to_jsonb(NEW) - ARRAY['lastUsedAt', 'expiresAt'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['lastUsedAt', 'expiresAt'])
  EXECUTE FUNCTION "tell_session_change"();

-- What ended long ago is in no memory: cleaning up tells nothing.
CREATE TRIGGER "Session_ended" AFTER DELETE ON "Session" FOR EACH ROW
  WHEN (OLD."expiresAt" > now() - interval '1 hour')
  EXECUTE FUNCTION "tell_session_change"();

CREATE TRIGGER "Session_emptied" AFTER TRUNCATE ON "Session" FOR EACH STATEMENT
  EXECUTE FUNCTION "tell_session_change"();

CREATE TRIGGER "User_changed" AFTER UPDATE ON "User" FOR EACH ROW
  WHEN (NEW.* IS DISTINCT FROM OLD.*)
  EXECUTE FUNCTION "tell_session_change"();
