package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import java.util.HashSet;
import java.util.Set;

/** Copies files of other runs into the run of one action, each once. Not safe for use by several threads. */
final class FileCopier {

    private final PayloadStore payloads;
    private final String runId;
    private final Set<String> copied = new HashSet<>();

    /**
     * Creates a copier that has copied nothing.
     *
     * @param runId the run that gets the files
     */
    FileCopier(PayloadStore payloads, String runId) {
        this.payloads = payloads;
        this.runId = runId;
    }

    /**
     * Copies a file unless this has been done or it belongs to the run. Returns its key in the run.
     *
     * @throws PayloadMissing if the file no longer exists
     */
    String copy(String file) {
        String own = PayloadKeys.fileIn(runId, file);
        if (!own.equals(file) && copied.add(file)) {
            payloads.copy(file, own);
        }
        return own;
    }
}
