package dev.anabranch.engine.journal;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The mark of a file in a data folder: what it records about itself and about the other file of the folder. Comparing
 * the marks of both files detects a missing file, an older copy of a file, and a file of another folder.
 *
 * @param folder the id of the data folder
 * @param writes the number of writes that the file has completed; never decreases
 * @param others the number of writes that the other file had completed at the last write of this file; 0 if it did not
 *     exist
 */
public record FileMark(UUID folder, long writes, long others) {

    /** The length of a mark in bytes. */
    public static final int BYTES = 4 * Long.BYTES;

    /** The folder id of a file that does not belong to a data folder. */
    public static final UUID NO_FOLDER = new UUID(0, 0);

    /** Reads a mark at the current position of a buffer. */
    public static FileMark read(ByteBuffer from) {
        return new FileMark(new UUID(from.getLong(), from.getLong()), from.getLong(), from.getLong());
    }

    /** Writes the mark at the current position of a buffer. */
    public void write(ByteBuffer to) {
        to.putLong(folder.getMostSignificantBits()).putLong(folder.getLeastSignificantBits());
        to.putLong(writes).putLong(others);
    }
}
