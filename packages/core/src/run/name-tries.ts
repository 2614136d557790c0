/** So often a document is given another name because somebody else turned out to have the one before. */
export const maxNameTries = 4;
