package dev.anabranch.engine;

import dev.anabranch.engine.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The definitions in the journal, each stored once. An execution refers to the definition with which it started. */
final class KeptDefinitions {

    private static final String PREFIX = "definition/";

    private final Journal journal;
    private final Set<String> kept = ConcurrentHashMap.newKeySet();

    KeptDefinitions(Journal journal) {
        this.journal = journal;
        kept.addAll(journal.keys(PREFIX));
    }

    /** Stores a definition and returns its hash. */
    String keep(String definition) {
        byte[] bytes = definition.getBytes(StandardCharsets.UTF_8);
        String hash = hash(bytes);
        if (journal.keeps() && kept.add(PREFIX + hash)) {
            journal.replace(PREFIX + hash, bytes);
        }
        return hash;
    }

    /**
     * Returns the definition with a hash.
     *
     * @throws IllegalStateException if the journal has no such definition
     */
    String text(String hash) {
        List<byte[]> found = journal.read(PREFIX + hash);
        if (found.isEmpty()) {
            throw new IllegalStateException("The journal has no definition " + hash + ".");
        }
        return new String(found.get(0), StandardCharsets.UTF_8);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("This Java runtime lacks SHA-256.", impossible);
        }
    }
}
