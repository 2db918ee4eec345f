package dev.anabranch.cli.internal.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The files of a new project: a workflow with a fan-out, its tasks and test, the CDK app and the launcher. */
public final class ProjectFiles {

    private static final String LAUNCHER = "anabranch";

    private final ProjectName name;
    private final String version;

    /** @param version the version of Anabranch that the project uses */
    public ProjectFiles(ProjectName name, String version) {
        this.name = name;
        this.version = version;
    }

    /** Returns the text of each file by its path in the project. */
    public Map<String, String> texts() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String file : new String[] {"README.md", "AGENTS.md", "pom.xml", LAUNCHER, "cdk.json", "package.json"}) {
            files.put(file, text(file));
        }
        files.put(".gitignore", text("gitignore"));
        files.put(".github/workflows/verify.yml", text("ci.yml"));
        String main = "src/main/java/" + name.folder() + "/";
        for (String file : new String[] {"Hello.java", "HelloInput.java", "ListRivers.java", "Greet.java"}) {
            files.put(main + file, text(file));
        }
        files.put(main + name.className() + "App.java", text("App.java"));
        files.put("src/main/resources/META-INF/services/dev.anabranch.workflow.Workflow", text("services.txt"));
        files.put("src/test/java/" + name.folder() + "/HelloTest.java", text("HelloTest.java"));
        return files;
    }

    private String text(String template) {
        try (InputStream file = Objects.requireNonNull(ProjectFiles.class.getResourceAsStream(template), template)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@package@", name.javaPackage())
                    .replace("@folder@", name.folder())
                    .replace("@name@", name.project())
                    .replace("@app@", name.className())
                    .replace("@version@", version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the files into a folder, which exists. */
    public void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, String> file : texts().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.writeString(path, file.getValue());
        }
        Path launcher = folder.resolve(LAUNCHER);
        if (launcher.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
