/** How a row is told apart. Stores decide which of the three they use; see `DocumentStore.parseId`. */
export type DocumentId = string | number | bigint;

/**
 * A row of the host's table with a file behind it, as the store read it.
 * The values are kept as read, because a mark is made only while the row still says the same.
 */
export interface Document {
  readonly id: DocumentId;
  /** The host's word for the kind of document; matched to a folder without regard to case. */
  readonly type: string | null;
  /** A calendar date (`2024-01-31`), a timestamp (text or Date), or null: then the document is filed as undated. */
  readonly date: string | Date | null;
  /** Path of the file, absolute or relative to a source root. Null or empty: a document without file. */
  readonly source: string | null;
  /** Name of the copy; the last part of `source` where absent. */
  readonly fileName?: string | null;
  /** Anything that changes when the row does (a counter, `updated_at`); only where the host maps it. */
  readonly version?: string | number | bigint | Date | null;
}

/** A document together with its mark. */
export interface StoredDocument extends Document {
  readonly synced: boolean;
}
