package dev.anabranch.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The simple names of the top-level types in the main sources of all modules. The compiler refuses a second type in a
 * file.
 */
final class SimpleNames {

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final int DEPTH_OF_MODULES = 2;

    /** Returns the files of each name that several files have. */
    static List<Set<Path>> usedTwice(Path repository) throws IOException {
        Map<String, Set<Path>> files = new TreeMap<>();
        for (Path sources : sources(repository)) {
            try (Stream<Path> found = Files.walk(sources)) {
                found.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .forEach(
                                file -> files.computeIfAbsent(file.getFileName().toString(), name -> new TreeSet<>())
                                        .add(repository.relativize(file)));
            }
        }
        return files.values().stream().filter(same -> same.size() > 1).toList();
    }

    static List<Path> sources(Path repository) throws IOException {
        try (Stream<Path> folders = Files.walk(repository, DEPTH_OF_MODULES)) {
            return folders.map(folder -> folder.resolve(MAIN))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private SimpleNames() {}
}
