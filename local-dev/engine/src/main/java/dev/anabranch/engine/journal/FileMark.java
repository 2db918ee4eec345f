package dev.anabranch.engine.journal;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a file of a data folder records about itself and about the other file of the folder. A missing file, an older copy of a file and a
 * file of another folder are found by comparing the marks of both.
 *
 * @param folder the id of the data folder
 * @param writes how many writes the file has completed; never decreases
 * @param others how many writes the other file had completed when this one was last written; 0 if it did not exist
 */
public record FileMark(UUID folder, long writes, long others) {

    /** The number of bytes of a mark. */
    public static final int BYTES = 4 * Long.BYTES;

    /** The folder of a file that is used alone. */
    public static final UUID NO_FOLDER = new UUID(0, 0);

    /** Reads a mark at the position of a buffer. */
    public static FileMark read(ByteBuffer from) {
        return new FileMark(new UUID(from.getLong(), from.getLong()), from.getLong(), from.getLong());
    }

    /** Writes the mark at the position of a buffer. */
    public void write(ByteBuffer to) {
        to.putLong(folder.getMostSignificantBits()).putLong(folder.getLeastSignificantBits());
        to.putLong(writes).putLong(others);
    }
}
