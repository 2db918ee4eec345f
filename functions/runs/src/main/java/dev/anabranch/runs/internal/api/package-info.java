/**
 * The run API: runs over HTTP, as requests and responses that know neither a server nor Lambda. Routes, what a request may say, what an
 * answer looks like and every complaint are here; what is done is in {@code dev.anabranch.run}. Its OpenAPI document, the resource
 * {@code openapi.json} beside these classes, is held to them by tests.
 */
@NullMarked
package dev.anabranch.runs.internal.api;

import org.jspecify.annotations.NullMarked;
