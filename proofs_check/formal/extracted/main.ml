(* The third checker: `checker FILE ...` prints a line for each file, "accept", "reject Cnn" or "undecided Cnn" (Tnn of a
   tolerance certificate), and ends with 0, 1 or 3 by the worst of them; without FILE it reads their names from standard
   input, and ends with 0 when it has printed as many lines. The decision is `first_fault`, extracted from
   theories/Checker.v, or `first_failing`, from theories/ToleranceCheck.v, where what they accept is proved true; reading
   and hints are not verified. "reject C11" or "reject C17" may mean that the last of `scales` did not tell. *)

open Json
open Reader

let scales = [ 64; 128; 320; 1024 ]

let exponent value = match text 3 value with
  | "0+" -> Checker.ZeroPlus
  | "1-" -> Checker.OneMinus
  | "0" -> Checker.Zero
  | _ ->
    let p = rational 3 data_digits value in
    if Z.sign p.qnum <= 0 || Z.geq p.qnum p.qden then reject 3 "p is not in [0, 1)";
    Checker.Between (p.qnum, p.qden)

let marks value =
  let mark = function '+' -> Checker.Plus | '0' -> Checker.Tie | '-' -> Checker.Minus | _ -> reject 10 "no sign" in
  List.map (fun run -> List.map mark (List.of_seq (String.to_seq (text 10 run)))) (listed 10 value)

let certificate noted value =
  match fields 2 [ "format"; "problem"; "minimizer"; "dual"; "claim" ] value with
  | [ Text "sparsest/certificate/1"; problem; minimizer; dual; claim ] ->
    let problem = fields 3 [ "dimension"; "p"; "points" ] problem in
    let exponent, given = match problem with
      | [ Int one; p; given ] when Z.equal one Z.one -> (exponent p, points 4 given)
      | _ -> reject 3 "dimension is not 1" in
    let minimizer = match fields 6 [ "left"; "knots" ] minimizer with
      | [ start; turns ] -> (left 6 start, knots 6 turns)
      | _ -> assert false in
    let (slope, intercept), turns = minimizer in
    let dual = late noted [] marks dual in
    let blank = (Z.zero, Z.zero, None, None) in
    let claims claim = match fields 13 [ "knots"; "fewest_knots"; "minimizers"; "objective" ] claim with
      | [ many; fewest; ways; objective ] ->
        let many = count 13 many in
        let fewest = count 13 fewest in
        let ways = big_count 13 ways in
        let objective = match objective with
          | Null -> None
          | bounds -> let low, high = pair 13 bounds in
            let low = decimal 13 spline_digits low in
            Some (low, decimal 13 spline_digits high) in
        (many, fewest, ways, objective)
      | _ -> assert false in
    let many, fewest, ways, objective = late noted blank claims claim in
    { Checker.c_exponent = exponent; c_points = given; c_slope = slope; c_intercept = intercept; c_knots = turns;
      c_dual = dual; c_many = many; c_fewest = fewest; c_minimizers = ways; c_objective = objective }
  | _ -> reject 2 "another format"

type verdict = Accept | Refused of string | Undecided of string

(* A sign or a bound that is not told may be told with more bits. *)
let rec first_fault c scales = match scales with
  | [] -> assert false
  | scale :: more ->
    match Checker.first_fault (Hinting.hints scale c) c with
    | Some (11 | 17) when more <> [] && c.c_exponent <> Checker.Zero -> first_fault c more
    | found -> found

(* Of a fault of form, which was noted, and one of substance, that of the first clause. *)
let decided letter found noted =
  let late = Option.map fst noted in
  match List.sort compare (List.filter_map Fun.id [ found; late ]) with
  | [] -> Accept
  | clause :: _ -> Refused (Printf.sprintf "%c%02d" letter clause)

let is_tolerance = function
  | Object found -> List.assoc_opt "format" found = Some (Text "sparsest/tolerance-certificate/1")
  | _ -> false

let verdict source =
  let letter = ref 'C' in
  try
    let value = parse source and noted = ref None in
    if is_tolerance value then begin
      letter := 'T';
      let found = Checker.first_failing (Tolerance.certificate noted value) in
      decided 'T' found !noted
    end else begin
      let found = first_fault (certificate noted value) scales in
      decided 'C' found !noted
    end
  with
  | Fault _ -> Refused "C01"
  | Reject (clause, _) -> Refused (Printf.sprintf "%c%02d" !letter clause)
  | Stack_overflow | Out_of_memory -> Undecided "C01"

let contents name =
  let channel = open_in_bin name in
  Fun.protect ~finally:(fun () -> close_in channel) (fun () -> really_input_string channel (in_channel_length channel))

let shown name = match verdict (contents name) with
  | Accept -> print_endline "accept"; 0
  | Refused clause -> Printf.printf "reject %s\n%!" clause; 1
  | Undecided clause -> Printf.printf "undecided %s\n%!" clause; 3

let () = match List.tl (Array.to_list Sys.argv) with
  | [] -> (try while true do ignore (shown (input_line stdin)) done with End_of_file -> ())
  | names -> exit (List.fold_left (fun worst name -> max worst (shown name)) 0 names)
