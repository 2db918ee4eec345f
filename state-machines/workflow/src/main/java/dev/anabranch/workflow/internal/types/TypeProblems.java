package dev.anabranch.workflow.internal.types;

import com.fasterxml.jackson.annotation.JsonIdentityReference;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.ser.PropertyWriter;
import com.fasterxml.jackson.databind.ser.impl.UnknownSerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.util.ClassUtil;
import dev.anabranch.runtime.internal.codec.ClassFailure;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why values of a type cannot travel between tasks: they are written as JSON that the same type cannot be
 * read from. The checks ask the Jackson mapper of tasks which serializer and deserializer it uses, and do not create
 * values.
 */
public final class TypeProblems {

    /** More types than a type of a task contains; ends the search in types that contain ever larger types. */
    private static final int MAX_TYPES = 1_000;

    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class, AtomicReference.class);

    private static final String USE_RECORD =
            "Make it a record (in Kotlin a `@JvmRecord data class`), or give it getters and a constructor with `@JsonCreator`.";
    private static final String USE_DATA =
            "Pass data, such as records, lists, maps, text and numbers, or a file as a `Blob`. Create other objects in the task.";
    private static final String NO_FORM = "which has no JSON form";
    private static final String NAME_ARGUMENTS =
            "Write its type arguments, such as `List<Tile>`; `List<Object>` accepts any JSON.";

    private final ObjectMapper mapper = TaskJson.tree();
    private final DeserializationConfig config = mapper.getDeserializationConfig();
    private final DeserializationContext context = ((DefaultDeserializationContext) mapper.getDeserializationContext())
            .createInstance(config, null, mapper.getInjectableValues());
    private final AnnotationIntrospector annotations = config.getAnnotationIntrospector();
    private final Set<JavaType> seen = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private TypeProblems() {}

    /**
     * One reason.
     *
     * @param path the field, such as {@code tiles[].image}; empty for the type itself
     * @param reason the end of a sentence that begins with the field
     * @param fix how to correct it, as a sentence
     */
    public record Problem(String path, String reason, String fix) {}

    /**
     * Returns the reasons why values of a type cannot travel; empty if they can.
     *
     * @param declared the type as it is written in the source
     * @param type the same type with all type arguments
     */
    public static List<Problem> of(Type declared, JavaType type) {
        TypeProblems search = new TypeProblems();
        if (OPTIONALS.contains(type.getRawClass())) {
            search.add(
                    "",
                    "is an `" + name(type) + "`",
                    "Use the value itself, which may be null, or a record that has the Optional as a field.");
        } else {
            search.declared(declared, type, "");
        }
        return search.problems;
    }

    private void add(String path, String reason, String fix) {
        problems.add(new Problem(path, reason, fix));
    }

    /** Checks a type as it is written in the source, then what it stands for. */
    private void declared(Type written, JavaType type, String path) {
        String open = openArgument(written);
        if (open != null) {
            add(path, open, NAME_ARGUMENTS);
        } else {
            type(type, path);
        }
    }

    /** Returns the raw type or unbounded wildcard in a written type as the end of a sentence; null if it has none. */
    private static @Nullable String openArgument(Type written) {
        if (written instanceof Class<?> raw) {
            Class<?> element = raw;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            return element.getTypeParameters().length > 0 && element != Class.class
                    ? "has the raw type `" + element.getSimpleName() + "`"
                    : null;
        }
        if (written instanceof GenericArrayType array) {
            return openArgument(array.getGenericComponentType());
        }
        if (written instanceof WildcardType wildcard) {
            return wildcard.getLowerBounds().length > 0 || wildcard.getUpperBounds()[0] == Object.class
                    ? "has the wildcard `" + wildcard.getTypeName().replaceAll("[\\w.]+\\.", "") + "`"
                    : openArgument(wildcard.getUpperBounds()[0]);
        }
        if (written instanceof ParameterizedType parameterized && parameterized.getRawType() != Class.class) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                String open = openArgument(argument);
                if (open != null) {
                    return open;
                }
            }
        }
        return null;
    }

    private void type(JavaType type, String path) {
        int before = problems.size();
        try {
            knownType(type, path);
        } catch (IllegalArgumentException | TypeNotPresentException | LinkageError e) {
            // The annotations of a class contradict each other, or a class cannot be loaded.
            cannot("described", type, path, e, before);
        }
    }

    private void knownType(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        if (type.isPrimitive() || (!isOfPlatform(raw) && !seen.add(type)) || seen.size() > MAX_TYPES) {
            return;
        }
        if (raw.isRecord()) {
            var unused =
                    raw.getRecordComponents(); // Throws if the class of one is missing; Jackson would not say which.
        }
        if (raw == Results.class || raw == Outcome.class) {
            type(type.containedTypeOrUnknown(0), path + "[]");
        } else if (type.isMapLikeType()) {
            key(type.getKeyType(), path);
            type(type.getContentType(), path + ".*");
            container(type, path);
        } else if (type.isReferenceType()) {
            type(type.getContentType(), path);
        } else if (type.isArrayType() || type.isCollectionLikeType() || raw == Iterable.class) {
            JavaType content = type.getContentType();
            type(content == null ? type.containedTypeOrUnknown(0) : content, path + "[]");
            container(type, path);
        } else if (Throwable.class.isAssignableFrom(raw)) {
            add(path, "has the type `" + name(type) + "`, an exception", "Pass the name and the message of the error.");
        } else if (ClassUtil.isNonStaticInnerClass(raw)) {
            add(
                    path,
                    "has the type `" + name(type) + "`, an inner class that needs an instance of its outer class",
                    "Make the class static, top-level or a record.");
        } else if (hasTypeNames(type)) {
            subtypes(type, path);
        } else {
            if (isOfPlatform(raw)) {
                type.getBindings().getTypeParameters().forEach(argument -> type(argument, path));
            }
            object(type, path);
        }
    }

    /** Checks that a list, an array or a map can be created. */
    private void container(JavaType type, String path) {
        int before = problems.size();
        JsonDeserializer<?> reader = reader(type, path);
        if (reader instanceof AbstractDeserializer && problems.size() == before) {
            add(
                    path,
                    "has the type `" + name(type) + "`, which cannot be created from JSON",
                    "Use `List`, `Set` or `Map`.");
        }
    }

    private void key(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        BeanDescription description = TaskJson.describe(type);
        boolean written = raw.isEnum()
                || isOfPlatform(raw)
                || description.findJsonKeyAccessor() != null
                || description.findJsonValueAccessor() != null;
        boolean read;
        try {
            context.findKeyDeserializer(type, null);
            read = true;
        } catch (JsonMappingException e) {
            read = false;
        }
        if (!written || !read) {
            add(
                    path,
                    "is a map with keys of the type `" + name(type) + "`, which cannot be "
                            + (written ? "read from" : "written as") + " the name of a JSON field",
                    "Use keys that are text, numbers, enums, UUIDs or times, or a list of records.");
        }
    }

    private boolean hasTypeNames(JavaType type) {
        return TaskJson.describe(type).getClassInfo().hasAnnotation(JsonTypeInfo.class);
    }

    /** Checks the subtypes that the JSON of a type can name. */
    private void subtypes(JavaType type, String path) {
        AnnotatedClass base = TaskJson.describe(type).getClassInfo();
        JsonTypeInfo.Id names = base.getAnnotation(JsonTypeInfo.class).use();
        Set<Class<?>> named = config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, base).stream()
                .map(NamedType::getType)
                .filter(subtype -> !Modifier.isAbstract(subtype.getModifiers()))
                .collect(Collectors.toSet());
        Set<Class<?>> permitted = new HashSet<>();
        addPermitted(type.getRawClass(), permitted);
        Optional<String> shared = sharedName(base);
        if (shared.isPresent()) {
            add(
                    path,
                    "has the type `" + name(type) + "`, whose `@JsonSubTypes` have the name `" + shared.get()
                            + "` twice",
                    "Give each class another name.");
            return;
        }
        boolean byClass = names == JsonTypeInfo.Id.CLASS || names == JsonTypeInfo.Id.MINIMAL_CLASS;
        if (!byClass && named.isEmpty()) {
            add(
                    path,
                    "has the type `" + name(type) + "`, whose `@JsonTypeInfo` knows no class to create",
                    "List its classes with `@JsonSubTypes`.");
            return;
        }
        permitted.stream()
                .filter(subtype -> !byClass && !named.contains(subtype))
                .map(Class::getSimpleName)
                .sorted()
                .forEach(subtype -> add(
                        path,
                        "has the type `" + name(type) + "`, whose `@JsonSubTypes` do not list `" + subtype + "`",
                        "Add `" + subtype + "` to `@JsonSubTypes`."));
        Stream.concat(named.stream(), permitted.stream())
                .distinct()
                .map(subtype -> TaskJson.types().constructSpecializedType(type, subtype))
                .filter(seen::add)
                .forEach(subtype -> object(subtype, path));
    }

    /** Returns a name that two classes of {@code @JsonSubTypes} have; empty if all names are different. */
    private Optional<String> sharedName(AnnotatedClass base) {
        List<NamedType> listed = annotations.findSubtypes(base);
        Map<String, Class<?>> names = new HashMap<>();
        for (NamedType subtype : listed == null ? List.<NamedType>of() : listed) {
            if (subtype.hasName()) {
                Class<?> other = names.putIfAbsent(subtype.getName(), subtype.getType());
                if (other != null && other != subtype.getType()) {
                    return Optional.of(subtype.getName());
                }
            }
        }
        return Optional.empty();
    }

    private static void addPermitted(Class<?> type, Set<Class<?>> into) {
        Class<?>[] subclasses = type.getPermittedSubclasses();
        if (subclasses != null) {
            Arrays.stream(subclasses).forEach(subclass -> addPermitted(subclass, into));
        }
        if (!Modifier.isAbstract(type.getModifiers())) {
            into.add(type);
        }
    }

    /** Checks a type that is not a container: first its fields, then the type itself. */
    private void object(JavaType type, String path) {
        BeanDescription description = TaskJson.describe(type);
        int before = problems.size();
        if (!isOfPlatform(type.getRawClass()) && !type.isEnumType()) {
            for (BeanPropertyDefinition property : description.findProperties()) {
                AnnotatedMember member = property.getPrimaryMember();
                if (member != null && !hasOwnForm(member)) {
                    String field = path.isEmpty() ? property.getName() : path + "." + property.getName();
                    declared(written(member, property), property.getPrimaryType(), field);
                }
            }
        }
        if (problems.size() > before) {
            return;
        }
        JsonDeserializer<?> reader = reader(type, path);
        JsonSerializer<?> writer = writer(type, path);
        if (problems.size() == before && reader != null && writer != null) {
            form(type, path, description, reader, writer);
        }
    }

    /** Checks that the JSON that a type writes is JSON that it reads. */
    private void form(
            JavaType type,
            String path,
            BeanDescription description,
            JsonDeserializer<?> reader,
            JsonSerializer<?> writer) {
        Class<?> raw = type.getRawClass();
        String has = "has the type `" + name(type) + "`, ";
        boolean readsFields = reader instanceof BeanDeserializerBase;
        if (raw.isAnnotationPresent(FunctionalInterface.class) && reader instanceof AbstractDeserializer) {
            add(path, has + "a function", USE_DATA);
        } else if (isOfPlatform(raw)) {
            if (reader instanceof AbstractDeserializer || readsFields) {
                add(path, has + NO_FORM, USE_DATA);
            }
        } else if (reader instanceof AbstractDeserializer) {
            add(
                    path,
                    has + (raw.isSealed() ? "a sealed" : "an abstract") + (raw.isInterface() ? " interface" : " class")
                            + " whose JSON does not name the class to create",
                    "Add `@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)` and `@JsonSubTypes` with its classes to `"
                            + raw.getSimpleName() + "`, or use one of its classes.");
        } else if (type.isEnumType()) {
            if (writer instanceof BeanSerializerBase) {
                add(path, has + "an enum that is written as an object and cannot be read", "Remove its `@JsonFormat`.");
            }
        } else if (readsFields && !canCreate(((BeanDeserializerBase) reader).getValueInstantiator(), description)) {
            add(path, has + "which can be written but not read: it has no constructor for what is written", USE_RECORD);
        } else if (readsFields && writer instanceof UnknownSerializer && hasInstanceFields(raw)) {
            add(
                    path,
                    has + "which can be read but not written: its fields are private and have no getters",
                    USE_RECORD);
        } else if (readsFields && writer instanceof BeanSerializerBase) {
            unwritten((BeanDeserializerBase) reader, writer)
                    .forEach(field -> add(
                            path.isEmpty() ? field : path + "." + field,
                            "is read but never written",
                            "Add a getter for it to `" + raw.getSimpleName() + "`, or make the class a record."));
        }
    }

    /** Returns whether an instance can be created from the form in which the class is written. */
    private static boolean canCreate(ValueInstantiator constructor, BeanDescription description) {
        boolean delegates = constructor.canCreateUsingDelegate() || constructor.canCreateUsingArrayDelegate();
        AnnotatedMember single = description.findJsonValueAccessor();
        if (single == null) {
            return delegates || constructor.canCreateUsingDefault() || constructor.canCreateFromObjectWith();
        }
        Class<?> written =
                single.getRawType().isPrimitive() ? ClassUtil.wrapperType(single.getRawType()) : single.getRawType();
        if (CharSequence.class.isAssignableFrom(written) || written == Character.class || written.isEnum()) {
            return delegates || constructor.canCreateFromString();
        }
        if (written == Boolean.class) {
            return delegates || constructor.canCreateFromBoolean();
        }
        if (Number.class.isAssignableFrom(written)) {
            return delegates
                    || constructor.canCreateFromInt()
                    || constructor.canCreateFromLong()
                    || constructor.canCreateFromDouble()
                    || constructor.canCreateFromBigInteger()
                    || constructor.canCreateFromBigDecimal();
        }
        boolean list = written.isArray() || Collection.class.isAssignableFrom(written);
        return delegates
                || constructor.canCreateFromString()
                || (!list && (constructor.canCreateUsingDefault() || constructor.canCreateFromObjectWith()));
    }

    private static boolean hasInstanceFields(Class<?> type) {
        for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
            if (Arrays.stream(owner.getDeclaredFields())
                    .anyMatch(field -> !Modifier.isStatic(field.getModifiers())
                            && !Modifier.isTransient(field.getModifiers())
                            && !field.isSynthetic())) {
                return true;
            }
        }
        return false;
    }

    /** Returns the fields that are read but not written, except those that an annotation makes so. */
    private List<String> unwritten(BeanDeserializerBase reader, JsonSerializer<?> writer) {
        Set<String> written = new HashSet<>();
        boolean[] unwraps = {writer.isUnwrappingSerializer()};
        writer.properties().forEachRemaining((PropertyWriter property) -> {
            written.add(property.getName());
            unwraps[0] |= property.getAnnotation(JsonUnwrapped.class) != null;
        });
        List<String> missing = new ArrayList<>();
        reader.properties().forEachRemaining(property -> {
            JsonProperty.Access access =
                    property.getMember() == null ? null : annotations.findPropertyAccess(property.getMember());
            boolean intended = access == JsonProperty.Access.WRITE_ONLY
                    || (property.getMember() != null && annotations.findReferenceType(property.getMember()) != null);
            if (!written.contains(property.getName()) && !intended) {
                missing.add(property.getName());
            }
        });
        missing.sort(null);
        return unwraps[0] ? List.of() : missing;
    }

    private @Nullable JsonDeserializer<?> reader(JavaType type, String path) {
        int before = problems.size();
        try {
            return context.findRootValueDeserializer(type);
        } catch (JsonMappingException | IllegalArgumentException e) {
            cannot("read", type, path, e, before);
            return null;
        }
    }

    private @Nullable JsonSerializer<?> writer(JavaType type, String path) {
        int before = problems.size();
        try {
            return mapper.getSerializerProviderInstance().findValueSerializer(type, null);
        } catch (JsonMappingException | IllegalArgumentException e) {
            cannot("written", type, path, e, before);
            return null;
        }
    }

    /** Reports the mapper's refusal, unless a problem of a part of the type explains it. */
    private void cannot(String verb, JavaType type, String path, Throwable why, int before) {
        boolean explained = problems.stream()
                .limit(before)
                .anyMatch(problem -> path.isEmpty() || problem.path().startsWith(path));
        if (explained) {
            return;
        }
        String has = "has the type `" + name(type) + "`, ";
        Optional<ClassFailure> failure = ClassFailure.in(why);
        if (failure.isPresent()) {
            add(path, has + failure.get().reason(), failure.get().fix());
        } else if (isOfPlatform(type.getRawClass())) {
            add(path, has + NO_FORM, USE_DATA);
        } else {
            String text = why instanceof JsonMappingException mapping
                    ? mapping.getOriginalMessage()
                    : String.valueOf(why.getMessage());
            String first = text.lines().findFirst().orElse("");
            String reason = first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
            if (reason.startsWith("Conflicting") && reason.contains("creator")) {
                add(
                        path,
                        has + "which has two constructors or factory methods with `@JsonCreator`",
                        "Keep `@JsonCreator` on one of them.");
            } else if (reason.startsWith("Conflicting")) {
                add(path, has + "which has one JSON field twice: " + reason, "Correct the name in `@JsonProperty`.");
            } else {
                add(path, has + "which cannot be " + verb + ": " + reason, USE_RECORD);
            }
        }
    }

    /** Returns whether annotations of the field itself define its JSON, which is then not checked. */
    private static boolean hasOwnForm(AnnotatedMember member) {
        List<Class<? extends Annotation>> own = List.of(
                JsonTypeInfo.class,
                JsonDeserialize.class,
                JsonSerialize.class,
                JsonIgnoreProperties.class,
                JsonIdentityReference.class);
        return own.stream().anyMatch(member::hasAnnotation);
    }

    /** Returns the type of a field as it is written in the source. */
    private static Type written(AnnotatedMember member, BeanPropertyDefinition property) {
        if (member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getAnnotated() instanceof Executable creator
                && creator.getGenericParameterTypes().length == creator.getParameterCount()) {
            return creator.getGenericParameterTypes()[parameter.getIndex()];
        }
        if (member instanceof AnnotatedMethod method) {
            Method annotated = method.getAnnotated();
            return annotated.getParameterCount() == 1
                    ? annotated.getGenericParameterTypes()[0]
                    : annotated.getGenericReturnType();
        }
        return member.getAnnotated() instanceof Field field ? field.getGenericType() : property.getPrimaryType();
    }

    private static boolean isOfPlatform(Class<?> type) {
        return Stream.of("java.", "javax.", "jdk.", "sun.").anyMatch(type.getName()::startsWith);
    }

    /** Returns a type with its arguments and without packages. */
    private static String name(JavaType type) {
        return type.toCanonical().replaceAll("(?:\\w+\\.)+(?=\\w)", "").replaceAll("\\w+\\$", "");
    }
}
