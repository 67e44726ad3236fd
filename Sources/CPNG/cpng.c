#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// All data that must survive a jump is in this block on the heap: a local variable that changes
// between setjmp and longjmp has no defined value afterwards.
typedef struct session {
  jmp_buf on_failure;
  png_structp png;
  png_infop info;
  char *error;
  size_t error_size;
  uint8_t *output; // the file being written
  size_t output_length, output_capacity;
  const uint8_t *input; // the file being read
  size_t input_length, input_position;
  uint8_t *pixels;
  png_bytep *rows;
} session;

static void explain(char *error, size_t size, const char *message) {
  if (error && size) snprintf(error, size, "%s", message);
}

static void on_error(png_structp png, png_const_charp message) {
  session *s = png_get_error_ptr(png);
  explain(s->error, s->error_size, message);
  longjmp(s->on_failure, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void append(png_structp png, png_bytep data, size_t count) {
  session *s = png_get_io_ptr(png);
  if (s->output_length + count > s->output_capacity) {
    size_t capacity = s->output_capacity ? s->output_capacity : 4096;
    while (capacity < s->output_length + count) capacity *= 2;
    uint8_t *grown = realloc(s->output, capacity);
    if (!grown) png_error(png, "out of memory");
    s->output = grown;
    s->output_capacity = capacity;
  }
  memcpy(s->output + s->output_length, data, count);
  s->output_length += count;
}

static void no_flush(png_structp png) { (void)png; }

static void take(png_structp png, png_bytep data, size_t count) {
  session *s = png_get_io_ptr(png);
  if (count > s->input_length - s->input_position) png_error(png, "unexpected end of data");
  memcpy(data, s->input + s->input_position, count);
  s->input_position += count;
}

static session *open_session(char *error, size_t error_size) {
  session *s = calloc(1, sizeof *s);
  if (!s) {
    explain(error, error_size, "out of memory");
    return NULL;
  }
  s->error = error;
  s->error_size = error_size;
  return s;
}

static int color_type(int channels) {
  switch (channels) {
  case 1: return PNG_COLOR_TYPE_GRAY;
  case 2: return PNG_COLOR_TYPE_GRAY_ALPHA;
  case 3: return PNG_COLOR_TYPE_RGB;
  default: return PNG_COLOR_TYPE_RGB_ALPHA;
  }
}

size_t cpng_row_bytes(const cpng_image *image) {
  return (size_t)image->width * (size_t)image->channels * (size_t)(image->bit_depth / 8);
}

static void add_text(session *s, const char *const *text, size_t count) {
  for (size_t i = 0; i < count; i++) {
    png_text chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.compression = PNG_ITXT_COMPRESSION_NONE;
    chunk.key = (char *)text[2 * i];
    chunk.text = (char *)text[2 * i + 1];
    chunk.itxt_length = strlen(text[2 * i + 1]);
    chunk.lang = (char *)"";
    chunk.lang_key = (char *)"";
    png_set_text(s->png, s->info, &chunk, 1);
  }
}

int cpng_write(const cpng_image *image, int level, const char *const *text, size_t text_count,
               uint8_t **bytes, size_t *length, char *error, size_t error_size) {
  if (image->channels < 1 || image->channels > 4 ||
      (image->bit_depth != 8 && image->bit_depth != 16)) {
    explain(error, error_size, "an image has 1 to 4 channels of 8 or 16 bits");
    return -1;
  }
  session *s = open_session(error, error_size);
  if (!s) return -1;
  if (setjmp(s->on_failure)) {
    png_destroy_write_struct(&s->png, &s->info);
    free(s->output);
    free(s);
    return -1;
  }
  s->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, s, on_error, on_warning);
  if (!s->png) {
    explain(error, error_size, "libpng could not be started");
    free(s);
    return -1;
  }
  s->info = png_create_info_struct(s->png);
  if (!s->info) png_error(s->png, "out of memory");
  png_set_write_fn(s->png, s, append, no_flush);
  png_set_IHDR(s->png, s->info, image->width, image->height, image->bit_depth,
               color_type(image->channels), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(s->png, level);
  add_text(s, text, text_count);
  png_write_info(s->png, s->info);
  if (image->bit_depth == 16) png_set_swap(s->png); // samples arrive little-endian
  const size_t row_bytes = cpng_row_bytes(image);
  for (uint32_t y = 0; y < image->height; y++) {
    png_write_row(s->png, image->pixels + y * row_bytes);
  }
  png_write_end(s->png, s->info);
  png_destroy_write_struct(&s->png, &s->info);
  *bytes = s->output;
  *length = s->output_length;
  free(s);
  return 0;
}

int cpng_read(const uint8_t *bytes, size_t length, uint64_t max_pixels, cpng_image *image,
              char *error, size_t error_size) {
  session *s = open_session(error, error_size);
  if (!s) return -1;
  s->input = bytes;
  s->input_length = length;
  if (setjmp(s->on_failure)) {
    png_destroy_read_struct(&s->png, &s->info, NULL);
    free(s->rows);
    free(s->pixels);
    free(s);
    return -1;
  }
  s->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, on_error, on_warning);
  if (!s->png) {
    explain(error, error_size, "libpng could not be started");
    free(s);
    return -1;
  }
  s->info = png_create_info_struct(s->png);
  if (!s->info) png_error(s->png, "out of memory");
  if (length < 8 || png_sig_cmp(bytes, 0, 8)) png_error(s->png, "not a PNG file");
  png_set_read_fn(s->png, s, take);
  png_read_info(s->png, s->info);
  image->width = png_get_image_width(s->png, s->info);
  image->height = png_get_image_height(s->png, s->info);
  if ((uint64_t)image->width * image->height > max_pixels) {
    png_error(s->png, "the image has more pixels than allowed");
  }
  png_set_expand(s->png); // palette to RGB, small greys to 8 bits, transparency to alpha
  if (png_get_bit_depth(s->png, s->info) == 16) png_set_swap(s->png);
  png_set_interlace_handling(s->png);
  png_read_update_info(s->png, s->info);
  image->bit_depth = png_get_bit_depth(s->png, s->info);
  image->channels = png_get_channels(s->png, s->info);
  const size_t row_bytes = png_get_rowbytes(s->png, s->info);
  s->pixels = malloc(row_bytes * image->height);
  s->rows = malloc(sizeof(png_bytep) * image->height);
  if (!s->pixels || !s->rows) png_error(s->png, "out of memory");
  for (uint32_t y = 0; y < image->height; y++) s->rows[y] = s->pixels + y * row_bytes;
  png_read_image(s->png, s->rows);
  png_read_end(s->png, NULL);
  png_destroy_read_struct(&s->png, &s->info, NULL);
  image->pixels = s->pixels;
  free(s->rows);
  free(s);
  return 0;
}

void cpng_free(void *block) { free(block); }
