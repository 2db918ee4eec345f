package dev.anabranch.cli.internal.project;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the classes of a project anew, although older ones are on the class path of this process: classes in the
 * project's folders come from there, all others from the parent.
 */
public final class ProjectClasses extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final List<Path> folders;

    /** @param folders the folders with the compiled classes and with the resources */
    ProjectClasses(List<Path> folders, ClassLoader parent) throws MalformedURLException {
        super(urls(folders), parent);
        this.folders = List.copyOf(folders);
    }

    private static URL[] urls(List<Path> folders) throws MalformedURLException {
        URL[] urls = new URL[folders.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = folders.get(i).toUri().toURL();
        }
        return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        if (folders.stream().noneMatch(folder -> Files.exists(folder.resolve(file)))) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
