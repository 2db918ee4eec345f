package dev.anabranch.benchmarks.coldstart;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The package of a function in the layout of Lambda: unpacked into one folder, with the jars under {@code lib}. */
final class TaskRoot {

    private static final String CLIENT = "aws-lambda-java-";

    private TaskRoot() {}

    /** Unpacks a package and adds the classes of the hand-written function. */
    static Path of(Path packaged, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(packaged.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || !file.startsWith(folder)) {
                    continue;
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
        addHandWritten(folder);
        return folder;
    }

    private static void addHandWritten(Path folder) throws IOException {
        Path source = Path.of(location(HandWrittenFunction.class));
        String name = HandWrittenFunction.class.getName().replace('.', '/');
        for (String part : List.of(name + ".class", name + "$Event.class")) {
            Path target = folder.resolve(part);
            Files.createDirectories(target.getParent());
            Files.copy(source.resolve(part), target);
        }
    }

    /** Returns the jars of the runtime interface client, which are on Lambda's class path. */
    static String clientClassPath() throws IOException {
        try (Stream<String> parts =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))) {
            List<String> jars = parts.filter(
                            part -> Path.of(part).getFileName().toString().startsWith(CLIENT))
                    .toList();
            return String.join(File.pathSeparator, jars);
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The classes of the benchmarks are nowhere.", e);
        }
    }
}
