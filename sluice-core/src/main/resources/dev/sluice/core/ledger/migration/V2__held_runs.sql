-- Who said that a held run is to be published all the same; null where nobody did.
ALTER TABLE run ADD COLUMN accepted_by TEXT;
