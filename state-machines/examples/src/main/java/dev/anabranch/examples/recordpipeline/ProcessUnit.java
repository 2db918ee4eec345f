package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Represents work on one unit: hashes it many times, so that equal units have equal results on any machine. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ProcessUnit implements Task<String, ProcessedUnit> {

    private static final int ROUNDS = 1_000;
    private static final int SHOWN_BYTES = 4;

    /** Returns the unit with its hash. */
    @Override
    public ProcessedUnit run(String unit, TaskContext context) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] hash = unit.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) {
            hash = sha256.digest(hash);
        }
        return new ProcessedUnit(unit, HexFormat.of().formatHex(hash, 0, SHOWN_BYTES));
    }
}
