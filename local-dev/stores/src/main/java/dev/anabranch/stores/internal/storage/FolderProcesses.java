package dev.anabranch.stores.internal.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of the processes that use a data folder at the same time, as files in it. One process holds the folder.
 * The others, its guests, execute runs with the stores of the holder. The files contain tokens: only the owner can read
 * them.
 *
 * <p>The address of a killed process is recognised, because its lock is released: the lock of the folder for the holder,
 * and a lock file for each guest.
 */
public final class FolderProcesses {

    private static final String HOLDER = "holder";
    private static final String ADDRESS = ".json";
    private static final String LOCK = ".lock";
    private static final Pattern MAIN_CLASS = Pattern.compile("([a-z][a-z0-9_]*\\.)+[A-Z]\\w*");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final Path folder;

    /** @param data the data folder */
    public FolderProcesses(Path data) {
        this.data = data;
        this.folder = data.resolve("processes");
    }

    /**
     * The address of a process, on loopback.
     *
     * @param process its process id
     * @param services the port of AWS's protocols: Step Functions, and for the holder also DynamoDB and S3
     * @param api the port of the run API; only the holder has one
     * @param token the token that every request must have; must not be logged
     */
    public record Address(long process, URI services, Optional<URI> api, String token) {
        /** Returns the address without the token. */
        @Override
        public String toString() {
            return "process " + process + " at " + services;
        }
    }

    /** Publishes the address of this process, which holds the data folder. */
    public void publish(Address holder) {
        write(HOLDER, holder);
    }

    /** Removes the address of this or a killed holder. Only the process that holds the data folder may do so. */
    public void withdraw() {
        remove(HOLDER + ADDRESS);
    }

    /**
     * Returns the address of the process that holds the data folder; empty if no process does, or it has not published
     * its address yet.
     */
    public Optional<Address> holder() {
        return DataFolder.isHeld(data) ? read(HOLDER).filter(FolderProcesses::isAlive) : Optional.empty();
    }

    /** A holder that has just locked the folder may not have removed the address of a killed one yet. */
    private static boolean isAlive(Address address) {
        return ProcessHandle.of(address.process()).isPresent();
    }

    /**
     * Returns the process that holds the data folder as text, such as {@code process 4711 (`console`, since
     * 2026-11-30T12:36:05Z)}; empty if {@link #holder} is. Of its arguments only the command is named, because others
     * can be inputs.
     */
    public Optional<String> holderText() {
        return holder().map(address -> "process " + address.process()
                + ProcessHandle.of(address.process())
                        .map(ProcessHandle::info)
                        .flatMap(FolderProcesses::text)
                        .orElse(""));
    }

    private static Optional<String> text(ProcessHandle.Info info) {
        Stream<String> command =
                info.arguments().flatMap(FolderProcesses::command).map(name -> "`" + name + "`").stream();
        Stream<String> since =
                info.startInstant().map(start -> "since " + start.truncatedTo(ChronoUnit.SECONDS)).stream();
        String parts = Stream.concat(command, since).collect(Collectors.joining(", "));
        return parts.isEmpty() ? Optional.empty() : Optional.of(" (" + parts + ")");
    }

    /** Returns the first argument after the main class, if it is a word. */
    static Optional<String> command(String... arguments) {
        return Stream.of(arguments)
                .dropWhile(argument -> !MAIN_CLASS.matcher(argument).matches())
                .skip(1)
                .findFirst()
                .filter(argument -> argument.matches("[a-z]+"));
    }

    /** This process as a guest, until it is closed. */
    public final class Guest implements AutoCloseable {

        private final String id;
        private final FolderLock lock;

        private Guest(String id, FolderLock lock) {
            this.id = id;
            this.lock = lock;
        }

        /** Returns the id of the guest in the data folder. */
        public String id() {
            return id;
        }

        /** Publishes the address of this process. */
        public void publish(Address address) {
            write(id, address);
        }

        /** Removes the address, because this process has become the holder. */
        public void withdraw() {
            remove(id + ADDRESS);
        }

        @Override
        public void close() {
            withdraw();
            lock.close();
            remove(id + LOCK);
        }
    }

    /**
     * Registers this process as a guest.
     *
     * @param id an id that no other guest has, of letters and digits
     */
    public Guest join(String id) {
        try {
            DataFolder.createFolder(folder);
            return new Guest(
                    id,
                    FolderLock.tryLock(folder.resolve(id + LOCK))
                            .orElseThrow(() -> new IllegalStateException("The guest `" + id + "` exists already.")));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Returns true if a guest with this id is alive. */
    public boolean isGuest(String id) {
        return Files.exists(folder.resolve(id + LOCK)) && isLocked(folder.resolve(id + LOCK));
    }

    /** Returns true if at least one guest is alive. */
    public boolean hasGuests() {
        return !guestIds().isEmpty();
    }

    /** Returns the addresses of the guests that are alive and have published one. */
    public List<Address> guests() {
        return guestIds().stream().flatMap(id -> read(id).stream()).toList();
    }

    private List<String> guestIds() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(LOCK))
                    .map(name -> name.substring(0, name.length() - LOCK.length()))
                    .filter(this::isGuest)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Removes the files of killed guests. Only the process that holds the data folder may do so. */
    public void removeKilled() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            List<String> alive = guestIds();
            for (String name : names) {
                String id = name.replaceFirst("\\.[a-z]+$", "");
                boolean stale = (name.endsWith(ADDRESS) || name.endsWith(LOCK)) && !alive.contains(id);
                // A guest that registers itself right now has a lock file without an address.
                if (stale && !id.equals(HOLDER) && names.contains(id + ADDRESS)) {
                    remove(name);
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static boolean isLocked(Path file) {
        try {
            Optional<FolderLock> lock = FolderLock.tryLock(file);
            lock.ifPresent(FolderLock::close);
            return lock.isEmpty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void write(String name, Address address) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("process", address.process())
                .put("services", address.services().toString());
        address.api().ifPresent(api -> json.put("api", api.toString()));
        json.put("token", address.token());
        try {
            DataFolder.createFolder(folder);
            // Only the owner can read a temporary file, and it is moved with its permissions.
            Path begun = Files.createTempFile(folder, name, ".tmp");
            Files.writeString(begun, json.toString());
            Files.move(begun, folder.resolve(name + ADDRESS), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Returns an address; empty if it is missing or cannot be read. */
    private Optional<Address> read(String name) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(folder.resolve(name + ADDRESS)));
            return Optional.of(new Address(
                    json.path("process").asLong(),
                    URI.create(json.path("services").asText()),
                    json.has("api") ? Optional.of(URI.create(json.path("api").asText())) : Optional.empty(),
                    json.path("token").asText()));
        } catch (IOException | IllegalArgumentException missing) {
            return Optional.empty();
        }
    }

    private void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException("The data folder cannot be used: " + DataFolder.reason(e), e);
    }
}
