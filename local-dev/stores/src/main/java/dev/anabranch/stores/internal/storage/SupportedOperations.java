package dev.anabranch.stores.internal.storage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Makes a store reject operations that it does not support with a message that names them. The default methods of the
 * SDK's client interfaces reject them without a message.
 */
public final class SupportedOperations implements InvocationHandler {

    private final Object store;
    private final String service;

    private SupportedOperations(Object store, String service) {
        this.store = store;
        this.service = service;
    }

    /**
     * Returns the store as a client whose {@link UnsupportedOperationException}s name the operation and list the
     * supported ones.
     *
     * @param type the SDK's client interface
     * @param service the name of the service in messages
     */
    public static <C> C of(Class<C> type, C store, String service) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new SupportedOperations(store, service)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getTargetException();
            if (thrown instanceof UnsupportedOperationException && thrown.getMessage() == null) {
                throw new UnsupportedOperationException("The embedded " + service + " does not support "
                        + operation(method) + ". Supported: " + supported());
            }
            throw thrown;
        }
    }

    private String supported() {
        return Arrays.stream(store.getClass().getDeclaredMethods())
                .filter(method -> method.getParameterCount() > 0
                        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && !method.isSynthetic()
                        && !Modifier.isPrivate(method.getModifiers()))
                .map(SupportedOperations::operation)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String operation(Method method) {
        String name = method.getName();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
