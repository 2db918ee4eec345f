/**
 * The run API: runs over HTTP, as requests and responses, independent of a server and of Lambda. This package has the
 * routes, the parsing and checking of requests, the responses and all problem documents;
 * {@code dev.anabranch.runs.internal.lifecycle} does the work. Tests compare the routes with the OpenAPI document, the
 * resource {@code openapi.json}.
 */
@NullMarked
package dev.anabranch.runs.internal.api;

import org.jspecify.annotations.NullMarked;
