#pragma once
#include <curl/curl.h>

// libcurl's variadic functions, one for each argument type: Swift cannot call variadics.
CURLcode shim_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode shim_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode shim_curl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode shim_curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode shim_curl_set_write(CURL *easy, CURLoption option, size_t (*function)(char *, size_t, size_t, void *));
CURLcode shim_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode shim_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
CURLMcode shim_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
// CURLMsg holds its result in a union.
CURLcode shim_curl_message_result(const CURLMsg *message);
