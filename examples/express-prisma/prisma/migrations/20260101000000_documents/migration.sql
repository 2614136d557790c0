-- CreateTable
CREATE TABLE "documents" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "type" TEXT,
    "file_path" TEXT,
    "file_name" TEXT,
    "document_date" DATETIME,
    "updated_at" DATETIME NOT NULL,
    "synced_to_nas" BOOLEAN NOT NULL DEFAULT false,
    "synced_at" DATETIME
);

-- CreateIndex
CREATE INDEX "documents_synced_to_nas_id_idx" ON "documents"("synced_to_nas", "id");
