(* JSON, as strictly as clause C01 asks: one value, no float, no -0, no key twice, not too deep. Not verified. *)

type t = Null | Bool of bool | Int of Z.t | Text of string | List of t list | Object of (string * t) list

exception Fault of string

let most_bytes = 64 * 1024 * 1024
let most_depth = 16
let fault at what = raise (Fault (Printf.sprintf "at byte %d: %s" at what))

let utf8 text =
  let size = String.length text in
  let byte i = if i < size then Char.code text.[i] else 0 in
  let next i = byte i land 0xC0 = 0x80 in
  let rec from i =
    if i < size then begin
      let c = byte i and d = byte (i + 1) in
      if c < 0x80 then from (i + 1)
      else if c >= 0xC2 && c < 0xE0 && next (i + 1) then from (i + 2)
      else if c land 0xF0 = 0xE0 && next (i + 1) && next (i + 2)
              && not (c = 0xE0 && d < 0xA0) && not (c = 0xED && d >= 0xA0) then from (i + 3)
      else if c >= 0xF0 && c < 0xF5 && next (i + 1) && next (i + 2) && next (i + 3)
              && not (c = 0xF0 && d < 0x90) && not (c = 0xF4 && d >= 0x90) then from (i + 4)
      else fault i "not UTF-8"
    end in
  from 0

let parse text =
  let size = String.length text in
  if size > most_bytes then fault size "more than 64 MiB";
  utf8 text;
  let at = ref 0 in
  let peek () = if !at < size then text.[!at] else '\000' in
  let rec skip () = match peek () with
    | ' ' | '\t' | '\n' | '\r' when !at < size -> incr at; skip ()
    | _ -> () in
  let expect c = if !at < size && peek () = c then incr at else fault !at (Printf.sprintf "no %c" c) in
  let word w value =
    let n = String.length w in
    if !at + n <= size && String.sub text !at n = w then (at := !at + n; value) else fault !at "no value" in
  let hex () =
    let digit c = match c with
      | '0'..'9' -> Char.code c - 48 | 'a'..'f' -> Char.code c - 87 | 'A'..'F' -> Char.code c - 55
      | _ -> fault !at "no hexadecimal digit" in
    let rec go k n = if k = 0 then n else let d = digit (peek ()) in incr at; go (k - 1) (16 * n + d) in
    go 4 0 in
  let text_value () =
    expect '"';
    let out = Buffer.create 16 in
    let rec go () =
      if !at >= size then fault !at "a text that does not end";
      match peek () with
      | '"' -> incr at
      | '\\' ->
        incr at;
        let c = peek () in
        incr at;
        (match c with
         | '"' | '\\' | '/' -> Buffer.add_char out c
         | 'b' -> Buffer.add_char out '\b' | 'f' -> Buffer.add_char out '\012'
         | 'n' -> Buffer.add_char out '\n' | 'r' -> Buffer.add_char out '\r' | 't' -> Buffer.add_char out '\t'
         (* Half of a pair stays apart: no text that we read has any, and equal keys stay equal. *)
         | 'u' -> let n = hex () in
           if n < 0x80 then Buffer.add_char out (Char.chr n) else Buffer.add_string out (Printf.sprintf "\\u%04x" n)
         | _ -> fault !at "no escape");
        go ()
      | c when Char.code c < 0x20 -> fault !at "a control character"
      | c -> Buffer.add_char out c; incr at; go () in
    go ();
    Buffer.contents out in
  let number () =
    let start = !at in
    if peek () = '-' then incr at;
    let digits = !at in
    while (match peek () with '0'..'9' -> !at < size | _ -> false) do incr at done;
    let many = !at - digits in
    if many = 0 then fault !at "no number";
    if many > 1 && text.[digits] = '0' then fault digits "a leading zero";
    (match peek () with '.' | 'e' | 'E' -> fault !at "a float" | _ -> ());
    let shown = String.sub text start (!at - start) in
    if shown = "-0" then fault start "-0";
    (* So long a count is wrong, however it ends. *)
    Int (Z.of_string (if String.length shown > 600 then String.sub shown 0 600 else shown)) in
  let rec value depth =
    if depth > most_depth then fault !at "nested too deep";
    skip ();
    let found = match peek () with
      | '"' -> Text (text_value ())
      | '[' -> incr at; List (items depth [])
      | '{' -> incr at; Object (members depth [])
      | 't' -> word "true" (Bool true) | 'f' -> word "false" (Bool false) | 'n' -> word "null" Null
      | '-' | '0'..'9' -> number ()
      | _ -> fault !at "no value" in
    skip ();
    found
  and items depth found =
    skip ();
    if found = [] && peek () = ']' then (incr at; [])
    else begin
      let one = value (depth + 1) in
      if peek () = ',' then (incr at; skip (); if peek () = ']' then fault !at "no value" else items depth (one :: found))
      else (expect ']'; List.rev (one :: found))
    end
  and members depth found =
    skip ();
    if found = [] && peek () = '}' then (incr at; [])
    else begin
      let key = text_value () in
      if List.mem_assoc key found then fault !at "equal keys";
      skip ();
      expect ':';
      let one = value (depth + 1) in
      if peek () = ',' then (incr at; skip (); members depth ((key, one) :: found))
      else (expect '}'; List.rev ((key, one) :: found))
    end in
  let found = value 1 in
  if !at < size then fault !at "more than one value";
  found
