/** The file in which a pulled package remembers which revision and version it is (kpt's RevisionMetaDataFileName). */
export const REVISION_METADATA_FILE = '.KptRevisionMetadata';
