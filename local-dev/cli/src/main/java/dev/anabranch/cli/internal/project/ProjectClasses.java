package dev.anabranch.cli.internal.project;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the classes of a project anew, although older ones are on the class path of this process: classes in the
 * project's folder come from there, all others from the parent.
 */
public final class ProjectClasses extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Path folder;

    /** @param folder the folder with the compiled classes */
    ProjectClasses(Path folder, ClassLoader parent) throws MalformedURLException {
        super(new URL[] {folder.toUri().toURL()}, parent);
        this.folder = folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!Files.exists(folder.resolve(name.replace('.', '/') + ".class"))) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
