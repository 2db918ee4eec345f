package dev.anabranch.cli.internal.location;

import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Finds workflows in the folders of the class path that no services file names, to explain why they are unknown. */
final class UnnamedWorkflows {

    /** A project with more classes is searched in part, because the user waits for the message. */
    private static final int CLASSES = 5_000;

    private UnnamedWorkflows() {}

    /** Returns the names of the classes in the folders of a class path that are workflows, at most three of each folder. */
    static List<String> in(ClassLoader classes) {
        try {
            return Collections.list(classes.getResources("")).stream()
                    .flatMap(folder -> in(folder, classes))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of(); // The message is only less helpful.
        }
    }

    private static Stream<String> in(URL folder, ClassLoader classes) {
        try {
            Path root = Path.of(new URI(folder.toString()));
            try (Stream<Path> files = Files.walk(root)) {
                return files
                        .map(file -> root.relativize(file).toString())
                        .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                        .limit(CLASSES)
                        .sorted()
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace(root.getFileSystem().getSeparator(), "."))
                        .filter(name -> isWorkflow(name, classes))
                        .limit(3)
                        .toList()
                        .stream();
            }
        } catch (IOException | URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private static boolean isWorkflow(String name, ClassLoader classes) {
        try {
            Class<?> type = Class.forName(name, false, classes);
            return Workflow.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
