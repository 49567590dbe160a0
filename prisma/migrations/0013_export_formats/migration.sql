-- The formats are listed in the code alone. The studio's own has the name of its command now.
ALTER TABLE "export" DROP CONSTRAINT export_format_check;
UPDATE "export" SET format = 'swirl' WHERE format = 'studio';
